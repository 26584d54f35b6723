'use client';

import type { ReactNode } from 'react';
import { formatLimit } from '../time/format.ts';
import { Quantity } from '../ui/quantity.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { sideOf, type Alarm } from './alarm.ts';

/** The value at the raise against the limit that it crossed: `91.4 °C > 85`; `named` where no heading says that it is not the one of now. */
export function AlarmValue({ alarm, named = false }: AlarmValueProps): ReactNode {
  const language = useLanguage();
  const t = useWords('alarms');
  const side = sideOf(alarm);
  if (named && alarm.value === null) return null;
  return (
    <span className="tnum whitespace-nowrap">
      {named && <span className="text-ink-2">{t('atRaise')} </span>}
      <Quantity value={alarm.value} unit={alarm.unit} />
      {alarm.threshold !== null && (
        <span className="ps-1.5 text-ink-2">
          {side ?? ''} {formatLimit(alarm.threshold, language)}
        </span>
      )}
    </span>
  );
}

export interface AlarmValueProps {
  readonly alarm: Pick<Alarm, 'value' | 'threshold' | 'unit'>;
  readonly named?: boolean;
}
