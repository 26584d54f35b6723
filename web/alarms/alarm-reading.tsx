'use client';

import { lazy, Suspense, type ReactNode } from 'react';
import { formatLimit, formatNumber } from '../time/format.ts';
import { Quantity } from '../ui/quantity.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { sideOf } from './alarm.ts';
import type { AlarmRecord } from './history.ts';
import { UnknownNow } from './unknown-now.tsx';

// Live values come after the page, and so does what follows them.
const AlarmNow = lazy(() => import('./alarm-now.tsx'));

/** The value as it was at the raise, frozen, against its limit; beside it what is measured now. */
export function AlarmReading({ alarm }: { readonly alarm: AlarmRecord }): ReactNode {
  const t = useWords('alarms');
  const language = useLanguage();
  const side = sideOf(alarm);
  const unit = alarm.unit ?? alarm.tag?.unit ?? null;
  return (
    <dl className="m-0 flex flex-wrap gap-x-8 gap-y-2 border-b px-4 py-3">
      <Figure label={t('detail.value')}>
        <Quantity value={alarm.value} unit={unit} className="text-2xl font-medium" />
      </Figure>
      <Figure label={t('detail.limit')}>
        {alarm.threshold === null ? (
          <span className="text-ink-3">–</span>
        ) : (
          <span className="tnum text-2xl whitespace-nowrap text-ink-2">
            {side} {formatLimit(alarm.threshold, language)}
            {unit && <span className="ps-1 text-base">{unit}</span>}
          </span>
        )}
        {alarm.value !== null && alarm.threshold !== null && (
          <span className="tnum block text-sm text-ink-2">
            {t(alarm.value < alarm.threshold ? 'detail.underLimit' : 'detail.overLimit', {
              by: `${formatNumber(Math.abs(alarm.value - alarm.threshold), { language })}${unit ? ` ${unit}` : ''}`,
            })}
          </span>
        )}
      </Figure>
      {alarm.tag && (
        <Figure label={t('detail.now')}>
          <Suspense fallback={<UnknownNow unit={unit} />}>
            <AlarmNow tag={alarm.tag} unit={unit} />
          </Suspense>
        </Figure>
      )}
    </dl>
  );
}

function Figure({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt className="text-xs text-ink-2">{label}</dt>
      <dd className="m-0">{children}</dd>
    </div>
  );
}
