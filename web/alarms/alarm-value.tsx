'use client';

import type { ReactNode } from 'react';
import { Quantity } from '../ui/quantity.tsx';
import { useLanguage } from '../words/index.ts';
import { localeOf } from '../time/format.ts';
import { sideOf, type Alarm } from './alarm.ts';

/** The value at the raise against the limit that it crossed: `91.4 °C > 85`. */
export function AlarmValue({ alarm }: { readonly alarm: Pick<Alarm, 'value' | 'threshold' | 'unit'> }): ReactNode {
  const language = useLanguage();
  const side = sideOf(alarm);
  return (
    <span className="tnum whitespace-nowrap">
      <Quantity value={alarm.value} unit={alarm.unit} />
      {alarm.threshold !== null && (
        <span className="ps-1.5 text-ink-2">
          {side ?? ''} {formatLimit(alarm.threshold, language)}
        </span>
      )}
    </span>
  );
}

/** A limit as somebody wrote it: 85, not 85.0. */
export function formatLimit(limit: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 3 }).format(limit).replace('-', '−');
}
