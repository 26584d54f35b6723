'use client';

import type { ReactNode } from 'react';
import { formatNumber } from '../time/format.ts';
import { Quantity } from '../ui/quantity.tsx';
import { useLanguage } from '../words/index.ts';
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
          {side ?? ''} {formatNumber(alarm.threshold, { language })}
        </span>
      )}
    </span>
  );
}
