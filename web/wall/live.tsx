'use client';

import { useMemo, type ReactNode } from 'react';
import { useLiveValue, useLiveValues } from '../live/use-live-value.ts';
import { formatNumber } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { cx } from '../ui/class-names.ts';
import { useLanguage, useWords } from '../words/index.ts';
import type { OpenAlarm } from './alarms.tsx';
import type { Wall, WallTag, WeatherMetric } from './arrange.ts';
import { WallHead } from './head.tsx';
import { Power } from './power.tsx';
import { countable, sitePower } from './site-power.ts';
import { Units } from './units.tsx';

export interface LiveProps {
  readonly site: { readonly name: string; readonly timezone: string; readonly capacityMw?: number | null | undefined };
  readonly wall: Wall;
  readonly worst: ReadonlyMap<string, OpenAlarm>;
  /** The alarms, beside what is measured. */
  readonly children: ReactNode;
}

/** What is measured on the site, drawn anew with every frame of readings. */
export function Live({ site, wall, worst, children }: LiveProps): ReactNode {
  const t = useWords('wall');
  const tagIds = useMemo(() => wall.units.flatMap(({ actual, expected }) => (expected ? [actual.id, expected.id] : [actual.id])), [wall]);
  const values = useLiveValues(tagIds);
  const now = useNow();
  const valueOf = new Map(tagIds.map((id, index) => [id, values[index]]));
  const power = sitePower(wall.units, (id) => valueOf.get(id), now ?? 0);
  const staleAfterMs = Math.max(0, ...wall.units.map(({ actual }) => actual.staleAfterMs));
  return (
    <>
      <WallHead
        name={site.name}
        timezone={site.timezone}
        newestAt={power.newestAt}
        staleAfterMs={wall.units.length === 0 ? null : staleAfterMs}
      />
      <div className="grid min-h-0 flex-1 gap-x-[2em] gap-y-[1.2em] phone:content-start wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-h-0 min-w-0 flex-col gap-[1.2em]">
          {!wall.readable && <p className="text-ink-2">{t('forbidden')}</p>}
          {wall.units.length > 0 && <Power power={power} capacityMw={site.capacityMw ?? null} units={wall.units.length} />}
          <div className="min-h-0 overflow-hidden phone:hidden">
            <Units units={wall.units} worst={worst} />
          </div>
          <div className="mt-auto flex flex-wrap gap-x-[2em] gap-y-[0.4em] border-t border-line pt-[0.5em]">
            {wall.storage && <Storage storage={wall.storage} />}
            {wall.weather.map(({ metric, tag }) => (
              <Measured key={metric} metric={metric} tag={tag} />
            ))}
          </div>
        </div>
        <div className="min-h-0 min-w-0 overflow-hidden">{children}</div>
        <div className="wide:hidden">
          <Units units={wall.units} worst={worst} />
        </div>
      </div>
    </>
  );
}

/** Full at how many per cent, and which way it goes: a positive power gives. */
function Storage({ storage }: { readonly storage: NonNullable<Wall['storage']> }): ReactNode {
  const t = useWords('wall');
  const language = useLanguage();
  const now = useNow(5_000) ?? 0;
  const charge = useLiveValue(storage.charge?.id);
  const power = useLiveValue(storage.power?.id);
  const percent = storage.charge && countable(storage.charge, charge, now);
  const kw = storage.power && countable(storage.power, power, now);
  const way = kw === null ? null : kw > 5 ? t('discharging') : kw < -5 ? t('charging') : t('resting');
  return (
    <Fact label={t('storage')}>
      {percent === null ? <Unknown /> : `${formatNumber(percent, { language, digits: 0 })} %`}
      {way !== null && <span className="ml-[0.4em] text-[0.8em] font-normal text-ink-2">{way}</span>}
      {kw !== null && Math.abs(kw) > 5 && (
        <span className="ml-[0.3em] text-[0.8em] font-normal text-ink-2">{formatNumber(Math.abs(kw), { language, digits: 0 })} kW</span>
      )}
    </Fact>
  );
}

const weatherNames = { poa_w_m2: 'irradiance', wind_speed_ms: 'wind', ambient_c: 'ambient' } as const satisfies Record<
  WeatherMetric,
  string
>;

function Measured({ metric, tag }: { readonly metric: WeatherMetric; readonly tag: WallTag }): ReactNode {
  const t = useWords('wall');
  const language = useLanguage();
  const now = useNow(5_000) ?? 0;
  const reading = useLiveValue(tag.id);
  const value = countable(tag, reading, now);
  const shown = value ?? reading?.value ?? null;
  return (
    <Fact label={t(weatherNames[metric])}>
      <span className={cx(value === null && shown !== null && 'hatched font-normal text-ink-2 italic')}>
        {shown === null ? <Unknown /> : formatNumber(shown, { language, digits: metric === 'poa_w_m2' ? 0 : 1 })}
        {value === null && shown !== null && ' ?'}
      </span>
      <span className="ml-[0.2em] text-[0.8em] font-normal text-ink-2">{tag.unit}</span>
    </Fact>
  );
}

function Unknown(): ReactNode {
  return <span className="hatched px-[0.4em] text-[0.8em] font-normal text-ink-2">–</span>;
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <p className="tnum">
      <span className="block text-[0.75em] text-ink-2">{label}</span>
      <span className="text-[1.2em] font-semibold whitespace-nowrap">{children}</span>
    </p>
  );
}
