'use client';

import type { ReactNode } from 'react';
import { formatNumber } from '../time/format.ts';
import { cx } from '../ui/class-names.ts';
import { useLanguage, useWords } from '../words/index.ts';
import type { SitePower } from './site-power.ts';

export interface PowerProps {
  readonly power: SitePower;
  /** What the grid connection takes, in MW. */
  readonly capacityMw: number | null;
  readonly units: number;
}

/** What the site delivers, as the largest number of the wall, against what it could deliver. */
export function Power({ power, capacityMw, units }: PowerProps): ReactNode {
  const t = useWords('wall');
  const language = useLanguage();
  const { actualKw, expectedKw } = power;
  const unknown = units - power.unitsKnown;
  const mw = (kw: number) => formatNumber(kw / 1000, { language, digits: kw < 10_000 ? 2 : 1 });
  const whole = Math.max(expectedKw ?? 0, (capacityMw ?? 0) * 1000, actualKw ?? 0, 1);
  return (
    <section aria-label={t('power')} className="flex flex-col gap-[0.4em]">
      <div className="flex flex-wrap items-baseline gap-x-[1em]">
        <p className="tnum leading-none font-semibold">
          {actualKw === null ? (
            // As large as its unit: what nobody knows is no number that stands out. The strut keeps the height of one.
            <>
              <span aria-hidden className="text-[4.6em]">
                &#8203;
              </span>
              <span className="hatched px-[0.3em] text-[1.6em] text-ink-2">–</span>
            </>
          ) : (
            <span className="text-[4.6em] tracking-tight">{mw(actualKw)}</span>
          )}
          <span className="ml-[0.3em] text-[1.6em] text-ink-2">MW{actualKw === null && ' ?'}</span>
        </p>
        {actualKw === null ? (
          <div className="tnum leading-snug">
            <p className="text-[1.3em]">{t(power.newestAt === null ? 'unitsNeverRead' : 'unitsStopped', { unknown, total: units })}</p>
            {/* The line that comes with the first reading has its place already. */}
            <p aria-hidden>&#8203;</p>
          </div>
        ) : (
          <div className="tnum leading-snug">
            <p className="text-[1.3em]">
              {expectedKw === null ? t('expectedUnknown') : t('expectedIs', { power: `${mw(expectedKw)} MW` })}
              {expectedKw !== null && expectedKw > 0 && (
                <span className="text-ink-2"> · {t('ofExpected', { percent: percent(actualKw, expectedKw) })}</span>
              )}
            </p>
            <p className="text-ink-2">
              {t('unitsRunning', { running: power.unitsRunning, total: units })}
              {unknown > 0 && t('unitsUnknown', { unknown })}
              {capacityMw !== null && (
                <>
                  {' '}
                  ·{' '}
                  {t('ofCapacity', {
                    percent: percent(actualKw, capacityMw * 1000),
                    capacity: formatNumber(capacityMw, { language, digits: 0 }),
                  })}
                </>
              )}
            </p>
          </div>
        )}
      </div>
      <PowerBar unknown={actualKw === null} actual={(actualKw ?? 0) / whole} expected={expectedKw === null ? null : expectedKw / whole} />
    </section>
  );
}

/** Actual as ink, what is missing to the expectation hatched, the expectation a tick. Shares of the whole bar; all of it hatched when nobody knows. */
export function PowerBar({ actual, expected, unknown }: PowerBarProps): ReactNode {
  const width = (share: number) => `${Math.min(100, Math.max(0, share * 100))}%`;
  return (
    <div aria-hidden className={cx('relative h-[0.6em] w-full border border-line bg-raised', unknown && 'hatched')}>
      {expected !== null && expected > actual && (
        <span className="hatched absolute inset-y-0" style={{ left: width(actual), width: width(expected - actual) }} />
      )}
      <span className="absolute inset-y-0 left-0 bg-ink-2" style={{ width: width(actual) }} />
      {expected !== null && expected > 0 && (
        <span className="absolute -inset-y-[0.15em] w-[0.12em] -translate-x-full bg-ink" style={{ left: width(expected) }} />
      )}
    </div>
  );
}

export interface PowerBarProps {
  readonly actual: number;
  readonly expected: number | null;
  readonly unknown: boolean;
}

function percent(part: number, whole: number): string {
  return String(Math.max(0, Math.round((part / whole) * 100)));
}
