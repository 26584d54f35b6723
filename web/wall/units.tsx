'use client';

import type { ReactNode } from 'react';
import { useLiveValue } from '../live/use-live-value.ts';
import { formatCount } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { cx } from '../ui/class-names.ts';
import { useLanguage, useWords } from '../words/index.ts';
import type { WallUnit } from './arrange.ts';
import { PowerBar } from './power.tsx';
import { countable, isOld } from './site-power.ts';
import type { OpenAlarm } from './alarms.tsx';
import { WallMark } from './wall-mark.tsx';

/** So many stand as tiles with a number; a larger site's as small bars, which still show the one that lags. */
const tilesMax = 24;

export interface UnitsProps {
  readonly units: readonly WallUnit[];
  readonly worst: ReadonlyMap<string, OpenAlarm>;
}

/** Every maker of power with what it delivers, against what it could. */
export function Units({ units, worst }: UnitsProps): ReactNode {
  const t = useWords('wall');
  const small = units.length > tilesMax;
  // Wide tiles while there are few, so that they are read from afar.
  const columns = units.length <= 3 ? '' : units.length <= 12 ? 'wide:grid-cols-4' : 'wide:grid-cols-6';
  return (
    <ul
      aria-label={t('units')}
      className={cx(
        'grid min-h-0 gap-x-[1em] gap-y-[0.8em] phone:gap-x-[0.7em] phone:gap-y-[0.5em]',
        small ? 'grid-cols-[repeat(auto-fill,minmax(4.4em,1fr))] text-[0.7em]' : `grid-cols-3 ${columns}`,
      )}
    >
      {units.map((unit) => (
        <Unit key={unit.id} unit={unit} alarm={worst.get(unit.id)} small={small} />
      ))}
    </ul>
  );
}

function Unit({
  unit,
  alarm,
  small,
}: {
  readonly unit: WallUnit;
  readonly alarm: OpenAlarm | undefined;
  readonly small: boolean;
}): ReactNode {
  const t = useWords('wall');
  const language = useLanguage();
  const now = useNow(5_000);
  const actual = useLiveValue(unit.actual.id);
  const expected = useLiveValue(unit.expected?.id);
  const at = now ?? actual?.at ?? 0;
  const old = actual !== undefined && isOld(unit.actual, actual, at);
  const good = countable(unit.actual, actual, at);
  const could = unit.expected && countable(unit.expected, expected, at);
  const whole = Math.max(unit.ratedKw ?? 0, could ?? 0, good ?? 0, 1);
  return (
    <li className={cx('border-t border-line pt-[0.15em]', good === null && 'hatched')}>
      <div className="flex items-center justify-between gap-[0.3em]">
        <span className="font-mono text-[0.8em] text-ink-2">{unit.code}</span>
        {alarm !== undefined && <WallMark alarm={alarm} />}
      </div>
      {!small && (
        <p className={cx('tnum mb-[0.15em] leading-tight whitespace-nowrap', good === null && 'text-ink-2 italic')}>
          <span className="text-[1.5em] font-semibold">
            {/* A dash as large as its unit: of the numbers' size it would hang above it. The empty letter keeps their height. */}
            {actual?.value == null ? <span className="text-[0.55em]">–</span> : formatCount(Math.round(actual.value) || 0, language)}
            &#8203;
          </span>
          <span className="ml-[0.2em] text-[0.8em] text-ink-2">
            {unit.actual.unit}
            {old ? ` · ${t('stale')}` : good === null ? ' ?' : ''}
          </span>
        </p>
      )}
      <PowerBar unknown={good === null} actual={(good ?? 0) / whole} expected={could === null ? null : could / whole} />
    </li>
  );
}
