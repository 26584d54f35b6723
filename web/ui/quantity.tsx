'use client';

import type { ReactNode } from 'react';
import { formatNumber } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { cx } from './class-names.ts';
import { useAge } from './time.tsx';

export interface QuantityProps {
  /** Null: the sensor gave none, or nothing is known yet. */
  readonly value: number | null | undefined;
  readonly unit?: string | null | undefined;
  readonly quality?: 'GOOD' | 'BAD' | 'UNCERTAIN' | null | undefined;
  /** When it was measured: ISO 8601 or milliseconds. */
  readonly at?: string | number | null | undefined;
  /** What it should be; shown with the deviation. */
  readonly expected?: number | null | undefined;
  /** How often a reading is due, in seconds: three times as old is stale. */
  readonly intervalS?: number | null | undefined;
  readonly digits?: number;
  /** Shows the age beside it always, not only when it is stale. */
  readonly age?: boolean;
  readonly className?: string;
}

/** A reading that says how far it is to be trusted: hatched, italic and `?` when its quality is bad, grey with its age when it is stale. */
export function Quantity({ value, unit, quality, at, expected, intervalS, digits, age = false, className }: QuantityProps): ReactNode {
  const language = useLanguage();
  const t = useWords('ui');
  const stale = useStale(at, intervalS);
  const tellAge = useAge();
  if (value == null) return <span className={cx('text-ink-3', className)}>–</span>;
  const doubtful = quality === 'BAD' || quality === 'UNCERTAIN';
  const options = digits === undefined ? { language } : { language, digits };
  return (
    <span className={cx('tnum whitespace-nowrap', doubtful && 'hatched italic', (doubtful || stale) && 'text-ink-3', className)}>
      {formatNumber(value, options)}
      {doubtful && <span aria-label={t(quality === 'BAD' ? 'quality.bad' : 'quality.uncertain')}>?</span>}
      {unit != null && unit !== '' && <span className="pl-1 text-ink-2">{unit}</span>}
      {expected != null && (
        <span className="pl-1.5 text-xs text-ink-2">
          {t('ofExpected', {
            expected: formatNumber(expected, options),
            deviation: formatNumber(value - expected, { ...options, sign: 'always' }),
          })}
        </span>
      )}
      {(stale || age) && at != null && <span className="pl-1.5 text-xs not-italic">{tellAge(at)}</span>}
    </span>
  );
}

/** True when the reading is older than three times what is due (a minute when that is not known). */
export function useStale(at: string | number | null | undefined, intervalS: number | null | undefined): boolean {
  const now = useNow();
  if (at == null || now === null) return false;
  return now - new Date(at).getTime() > isStaleAfterMs(intervalS);
}

export function isStaleAfterMs(intervalS: number | null | undefined): number {
  return Math.max(3_000, 3_000 * (intervalS ?? 20));
}
