'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { links } from '../links.ts';
import { IconButton } from '../ui/button.tsx';
import { Failed } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { rawPointsMax, type ReadSeries } from './readings/read-series.ts';
import type { Readings } from './readings/use-readings.ts';
import type { Tags, TrendTag } from './readings/use-tags.ts';
import { hasReading } from './chart/no-readings.ts';
import type { ChartBand, ChartLimit, ChartMark, Span } from './chart/series.ts';
import { TimeChart } from './chart/time-chart.tsx';

/** More axes than these on one chart are a puzzle. */
const unitsPerChartMax = 2;

/** One chart, or one per unit with a shared crosshair. */
export function TrendCharts(props: {
  readonly ids: readonly string[];
  readonly facts: Tags;
  readonly readings: Readings;
  readonly span: Span | null;
  readonly zone: string;
  readonly live: boolean;
  /** Null: as the number of units has it. */
  readonly apart: boolean | null;
  readonly limits: readonly ChartLimit[];
  readonly bands: readonly ChartBand[];
  readonly marks: readonly ChartMark[];
  readonly onZoom: (span: Span) => void;
  readonly onRemove: (id: string) => void;
}): ReactNode {
  const { ids, facts, readings, span, zone, live, limits, bands, marks, onZoom, onRemove } = props;
  const { known, failure } = facts;
  const t = useWords('trends');
  const { series, error } = readings;
  const units = useMemo(() => [...new Set(series.map(({ unit }) => unit ?? ''))], [series]);
  const apart = props.apart ?? units.length > unitsPerChartMax;
  const groups = useMemo(
    () => (apart ? units.map((unit) => series.filter((each) => (each.unit ?? '') === unit)) : [series]),
    [apart, units, series],
  );
  // A chart that says "no readings" has read some: not before its tags are known.
  const isReading = readings.loading || (!failure && ids.some((id) => known.get(id) === undefined));
  const unknown = ids.filter((id) => known.get(id) === null);
  const [box, room] = useRoom();
  const readout = Math.max(...groups.map(({ length }) => readoutHeight(length, room.width)));
  const least = room.width < narrow ? chartHeightLeast.narrow : chartHeightLeast.wide;
  const height = Math.max(least, Math.floor((room.height - headHeight) / groups.length) - readout);
  return (
    <div ref={box} className="h-full overflow-y-auto">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 px-3 text-xs">
        {series.length > 0 && <h2 className="m-0 text-base">{namesOf(series)}</h2>}
        <span className="text-ink-2">{resolutionsOf(series, t)}</span>
        {live && hasReading(series) ? <span className="text-ink-2">{t('range.live')}</span> : null}
        <span className="relative ml-auto h-0.5 w-24 overflow-hidden" aria-hidden>
          {readings.stale ? <span className="busy-bar absolute inset-0" /> : null}
        </span>
      </div>
      {unknown.map((id) => (
        <p key={id} className="border-line m-0 flex items-center gap-2 border-y px-3 py-1" role="alert">
          {t('outOfReach')} <span className="code text-ink-2">{id}</span>
          <IconButton icon={<X />} size="small" label={t('tags.remove', { tag: id })} onClick={() => onRemove(id)} />
        </p>
      ))}
      {failure && <Failed what={t('tagsOf')} error={failure.error} since={failure.since} retry={facts.retry} />}
      {error?.code === 'TOO_MANY' ? (
        <p className="border-line m-0 border-y px-3 py-2" role="alert">
          {t('tooMany', { max: rawPointsMax })}
        </p>
      ) : error ? (
        <Failed
          what={t('readingsOf')}
          error={{ graphQLErrors: [{ extensions: { traceId: error.traceId } }] }}
          {...(readings.failedSince ? { since: readings.failedSince } : {})}
          retry={readings.retry}
        />
      ) : null}
      {span === null || (isReading && series.length === 0) ? (
        <div aria-busy style={{ height: height + readout }} />
      ) : failure && series.length === 0 ? null : (
        groups.map((group) => (
          <TimeChart
            key={apart ? `unit ${group[0]?.unit ?? ''}` : 'all'}
            label={namesOf(group)}
            series={group}
            range={span}
            zone={zone}
            live={live}
            height={height}
            limits={limits}
            bands={bands}
            marks={marks}
            onZoom={onZoom}
            syncKey="trends"
            renderName={({ tagId, name }) => <TagName id={tagId} name={name} tag={known.get(tagId) ?? null} onRemove={onRemove} />}
          />
        ))
      )}
    </div>
  );
}

/** A chart narrower than this is one on a phone. */
const narrow = 560;
const chartHeightLeast = { wide: 180, narrow: 140 };
/** Of the title above the charts. */
const headHeight = 44;

/** What the names and readings under a chart take: they are looked at with it, so they fit below it. */
function readoutHeight(series: number, width: number): number {
  const perRow = Math.max(1, Math.floor(width / 280));
  // Where each name fills a row, so does the time of the crosshair.
  const rows = Math.ceil(series / perRow) + (width < narrow ? 1 : 0);
  return 8 + 24 * Math.max(1, rows);
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** The room that there is for charts, in pixels. */
function useRoom(): [RefObject<HTMLDivElement | null>, Room] {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room>({ width: 800, height: 480 });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const sizes = new ResizeObserver(() => setRoom({ width: element.clientWidth, height: element.clientHeight }));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  return [box, room];
}

function TagName(props: {
  readonly id: string;
  readonly name: string;
  readonly tag: TrendTag | null;
  readonly onRemove: (id: string) => void;
}): ReactNode {
  const { id, name, tag, onRemove } = props;
  const t = useWords('trends');
  const code = tag?.asset?.code;
  return (
    <span className="inline-flex items-center gap-0.5">
      {code === undefined ? (
        <span className="code">{name}</span>
      ) : (
        <Link href={links.asset(code)} className="code text-ink hover:underline">
          {name}
        </Link>
      )}
      <IconButton icon={<X />} size="small" label={t('tags.remove', { tag: name })} onClick={() => onRemove(id)} />
    </span>
  );
}

/** `INV-07.ActivePower, INV-08.ActivePower`, or how many there are. */
function namesOf(series: readonly ReadSeries[]): string {
  const names = series.map(({ name }) => name);
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} +${names.length - 2}`;
}

/** Series of different resolutions each say theirs. */
function resolutionsOf(series: readonly ReadSeries[], t: ReturnType<typeof useWords<'trends'>>): string {
  return [...new Set(series.map(({ resolution }) => resolution))].map((resolution) => t(`resolution.${resolution}`)).join(' · ');
}
