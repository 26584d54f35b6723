'use client';

import { startTransition, useEffect, useEffectEvent, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import './chart.css';
import { followTag, liveRing } from '../../live/frames.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { actionOf } from './chart-keys.ts';
import { ChartTable } from './chart-table.tsx';
import { createCursor } from './cursor.ts';
import { MarksStrip } from './marks-strip.tsx';
import { noReadings } from './no-readings.ts';
import type { createPlot, Plot } from './plot.ts';
import { chartBands } from './quality-bands.ts';
import { Readout } from './readout.tsx';
import { seriesMax, type ChartBand, type ChartLimit, type ChartMark, type ChartSeries, type ChartTail, type Span } from './series.ts';
import { summaryOf } from './summary.ts';
import { followTouch } from './touch.ts';

export interface TimeChartProps {
  /** What is shown, in words: the chart's accessible name. */
  readonly label: string;
  /** At most eight; keep the array while nothing in it changes, a new one is drawn from the start. */
  readonly series: readonly ChartSeries[];
  /** What is shown of them. */
  readonly range: Span;
  /** IANA name of the zone that the axis tells. */
  readonly zone: string;
  readonly limits?: readonly ChartLimit[];
  /** Besides those of BAD and UNCERTAIN readings, which the chart makes itself. */
  readonly bands?: readonly ChartBand[];
  readonly marks?: readonly ChartMark[];
  /** A person asked for another span, by hand or key. Without it the chart zooms into what it has. */
  readonly onZoom?: (span: Span) => void;
  /** Charts of one key share their crosshair. */
  readonly syncKey?: string;
  /** The right edge is now: live readings are added there, and the chart goes along with the clock. */
  readonly live?: boolean;
  /** Of the plot with its axes, in pixels; reserved from the start. */
  readonly height?: number;
  /** Names and values under the chart. `false` where the page tells them itself, or the chart is small. */
  readonly readout?: boolean;
  /** What stands in a name's place in the readout: a link, a button to remove it. */
  readonly renderName?: (series: ChartSeries, place: number) => ReactNode;
  /** A button that shows the readings as a table. */
  readonly table?: boolean;
}

const noLimits: readonly ChartLimit[] = [];
const noBands: readonly ChartBand[] = [];
const noMarks: readonly ChartMark[] = [];

/**
 * Readings over time: gaps stay open, buckets show their smallest and largest, BAD and UNCERTAIN times are hatched. Drag to zoom;
 * with the focus, arrows shift, plus and minus zoom, Shift and arrows read one reading after the other. The library is loaded when the first chart
 * is shown; the height is reserved meanwhile.
 */
export function TimeChart(props: TimeChartProps): ReactNode {
  const { label, range, zone, limits = noLimits, bands = noBands, marks = noMarks, height = 240, readout = true, table = true } = props;
  const t = useWords('trends');
  const language = useLanguage();
  const summaryId = useId();
  const keysId = useId();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const [cursor] = useState(createCursor);
  const [own, setOwn] = useState<{ readonly of: Span; readonly span: Span } | null>(null);
  const [slid, setSlid] = useState<{ readonly of: Span; readonly by: number } | null>(null);
  const [layout, setLayout] = useState({ left: 52, width: 0 });
  const [asTable, setAsTable] = useState(false);
  const [empty, setEmpty] = useState(false);

  const series = useMemo(() => props.series.slice(0, seriesMax), [props.series]);
  // A span that a person drew holds until the page asks for another one.
  const zoomed = own !== null && sameSpan(own.of, range) ? own.span : null;
  const base = zoomed ?? range;
  const by = slid !== null && sameSpan(slid.of, base) ? slid.by : 0;
  const { from, to } = base;
  const span = useMemo(() => ({ from: from + by, to: to + by }), [from, to, by]);
  const summaries = useMemo(
    () => series.map((each) => summaryOf(each, { span: { from, to }, zone, language, say: t })),
    [series, from, to, zone, language, t],
  );
  const scenery = useMemo(
    () => ({
      zone,
      language,
      limits,
      bands: [
        ...bands.filter(({ tagId }) => tagId === undefined || series.some((each) => each.tagId === tagId)),
        ...chartBands(series, { bad: t('chart.bad'), uncertain: t('chart.uncertain') }),
      ],
    }),
    [zone, language, limits, bands, series, t],
  );

  const zoom = useEffectEvent((next: Span) => {
    plot.current?.show(next);
    // The frame that shows it does not wait for what the page makes of it: its address, its readings.
    startTransition(() => {
      if (props.onZoom) props.onZoom(next);
      else setOwn({ of: range, span: next });
    });
  });
  const begin = useEffectEvent((target: HTMLElement, create: typeof createPlot) =>
    create({
      target,
      width: target.clientWidth,
      height,
      series,
      span,
      scenery,
      syncKey: props.syncKey,
      onZoom: zoom,
      onCursor: (at, places) => cursor.set({ at, places }),
      onEmpty: setEmpty,
      onLayout: (next) => setLayout((before) => (before.left === next.left && before.width === next.width ? before : next)),
    }),
  );

  // Readings that are read anew do not take the crosshair away.
  const pointed = useRef<number | null>(null);
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    const target = box.current;
    if (!target || asTable) return undefined;
    let gone = false;
    let release = () => {};
    void import('./plot.ts').then((module) => {
      if (gone) return;
      const made = begin(target, module.createPlot);
      plot.current = made;
      const sizes = new ResizeObserver(() => {
        if (target.clientWidth > 0) made.resize(target.clientWidth, height);
      });
      sizes.observe(target);
      const untouch = followTouch(target, {
        span: () => made.span(),
        place: () => made.place(),
        show: zoom,
        point: (left) => made.point(left),
      });
      release = () => {
        untouch();
        sizes.disconnect();
        made.destroy();
      };
      if (pointed.current !== null) made.pointAt(pointed.current);
      setDrawn((count) => count + 1);
    });
    return () => {
      gone = true;
      plot.current = null;
      pointed.current = cursor.get().at;
      cursor.set({ at: null, places: [] });
      release();
    };
  }, [series, height, asTable, cursor, props.syncKey]);

  useEffect(() => plot.current?.show(span), [span, drawn]);
  useEffect(() => plot.current?.redecorate(scenery), [scenery, drawn]);

  // The right edge goes along with the clock; a pixel's worth of time is often enough.
  const follow = useEffectEvent(() => {
    if (document.visibilityState === 'hidden' || !plot.current) return;
    const late = Math.max(0, Date.now() - base.to);
    plot.current.append(
      series.map(({ tagId }) => tailOf(tagId)),
      { from: base.from + late, to: base.to + late },
    );
    if (readout) cursor.touch();
    if (marks.length > 0 || bands.length > 0) setSlid({ of: base, by: late });
  });
  const live = props.live === true && zoomed === null;
  const everyMs = Math.min(5_000, Math.max(250, (to - from) / Math.max(layout.width, 100)));
  useEffect(() => {
    if (!live) return undefined;
    const stops = series.map(({ tagId }) => followTag(tagId, nothing));
    return () => {
      for (const stop of stops) stop();
    };
  }, [live, series]);
  useEffect(() => {
    if (!live) return undefined;
    const timer = setInterval(follow, everyMs);
    return () => clearInterval(timer);
  }, [live, everyMs]);

  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionOf(event, plot.current?.span() ?? span);
    if (action === null) return;
    if (action.kind === 'leave' && cursor.get().at === null) return;
    event.preventDefault();
    // The page's own keys are for the page.
    event.stopPropagation();
    if (action.kind === 'show') zoom(action.span);
    else if (action.kind === 'step') plot.current?.step(action.direction);
    else plot.current?.leave();
  };

  return (
    <figure className="time-chart relative m-0 min-w-0" aria-label={label}>
      {asTable ? (
        <ChartTable series={series} span={span} zone={zone} height={height} />
      ) : (
        <div className="relative isolate" style={{ height }}>
          <div
            ref={box}
            role="application"
            aria-roledescription={t('chart.kind')}
            aria-label={label}
            aria-describedby={`${summaryId} ${keysId}`}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys zoom and shift it.
            tabIndex={0}
            onKeyDown={onKeyDown}
            className="absolute inset-0 overflow-hidden"
          />
          <MarksStrip marks={marks} span={span} layout={layout} zone={zone} />
          {empty && drawn > 0 ? (
            // Of the whole width: where the plot lies between its axes is known later.
            <p className="text-ink-2 pointer-events-none absolute inset-x-0 top-[22px] bottom-6 m-0 flex items-center justify-center text-center">
              <span className="bg-canvas px-2">{noReadings(span, { live, zone, language, say: t })}</span>
            </p>
          ) : null}
        </div>
      )}
      <div className="flex min-h-6 flex-wrap items-start gap-x-3 gap-y-0.5 pr-3">
        {readout && !asTable ? (
          <Readout
            series={series}
            cursor={cursor}
            aligned={() => plot.current?.aligned ?? null}
            zone={zone}
            renderName={props.renderName}
            onPoint={(place) => plot.current?.emphasise(place)}
          />
        ) : null}
        {zoomed === null ? null : (
          <button type="button" className="text-focus ml-auto h-6 text-xs" onClick={() => setOwn(null)}>
            {t('chart.resetZoom')}
          </button>
        )}
        {table ? (
          <button
            type="button"
            className="text-ink-2 hover:text-ink ml-auto h-6 text-xs"
            aria-pressed={asTable}
            aria-label={asTable ? t('chart.asChart') : t('chart.asTable')}
            onClick={() => setAsTable(!asTable)}
          >
            {t('chart.table')}
          </button>
        ) : null}
      </div>
      <figcaption id={summaryId} className="sr-only">
        {summaries.map((summary, place) => (
          <span key={series[place]?.tagId}>{summary} </span>
        ))}
      </figcaption>
      <p id={keysId} className="sr-only">
        {t('chart.keys')}
      </p>
    </figure>
  );
}

/** What has arrived since the page follows the tag. */
function tailOf(tagId: string): ChartTail {
  const { times, values } = liveRing(tagId).window();
  return { timestamps: times, values };
}

function nothing(): void {}

function sameSpan(one: Span, other: Span): boolean {
  return one.from === other.from && one.to === other.to;
}
