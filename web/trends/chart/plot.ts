import uPlot from 'uplot';
import { align, extend, indexAfter, type AlignedSeries, type Column } from './align.ts';
import { inkOf, lineDash, lineInk, onThemeChange, type Ink } from './ink.ts';
import { lonePoints } from './lone-points.ts';
import { paintBands, paintBareLevels, paintLimits, type Ground } from './paint.ts';
import { formatLimit, formatNumber } from '../../time/format.ts';
import type { ChartBand, ChartLimit, ChartSeries, ChartTail, Span } from './series.ts';
import { timeTicks } from './ticks.ts';
import { valueRange } from './value-range.ts';

/** What is drawn besides the readings themselves; may change without the chart being built again. */
export interface Scenery {
  readonly zone: string;
  readonly language: string;
  readonly bands: readonly ChartBand[];
  readonly limits: readonly ChartLimit[];
}

export interface PlotOptions {
  readonly target: HTMLElement;
  readonly width: number;
  readonly height: number;
  readonly series: readonly ChartSeries[];
  readonly span: Span;
  readonly scenery: Scenery;
  /** Charts of one key share their crosshair. */
  readonly syncKey: string | undefined;
  /** A person drew a span. */
  readonly onZoom: (span: Span) => void;
  /** The crosshair moved: its time, and per series the place of its reading in `aligned`. Null when it left. */
  readonly onCursor: (at: number | null, places: readonly (number | null)[]) => void;
  /** The plot lies there, in CSS pixels from the chart's left; changes with its width and its axes. */
  readonly onLayout: (place: { readonly left: number; readonly width: number }) => void;
  /** Whether any of the lines has a reading in what is shown; told when it changes, and once it is drawn. */
  readonly onEmpty?: (empty: boolean) => void;
}

/** A drawn chart. Every change is drawn in the next frame at the latest. */
export interface Plot {
  readonly aligned: AlignedSeries;
  resize(width: number, height: number): void;
  show(span: Span): void;
  /** What is shown now. */
  span(): Span;
  /** Where the plot lies between its axes, in CSS pixels from the chart's left. */
  place(): { readonly left: number; readonly width: number };
  /** Sets the crosshair, in CSS pixels from the plot's left. */
  point(left: number): void;
  /** Sets the crosshair to a time, when it is shown. */
  pointAt(at: number): void;
  redecorate(scenery: Scenery): void;
  /** Live readings behind the series' own. */
  append(tails: readonly (ChartTail | undefined)[], span: Span): void;
  /** Sets the crosshair to the reading before or after the one where it is; true while there is one. */
  step(direction: -1 | 1): boolean;
  leave(): void;
  /** Fades all other series; null brings them back. */
  emphasise(place: number | null): void;
  destroy(): void;
}

const axisWidth = 52;
const axisHeight = 24;
const headHeight = 22;
/** Room that a label of time needs. */
const tickWidth = 72;
const font = "11px 'Inter Variable', system-ui, sans-serif";

/** Builds a chart of uPlot: all that knows the library is in this file. */
export function createPlot(options: PlotOptions): Plot {
  const { target, series, onCursor, onLayout, onZoom, syncKey } = options;
  const aligned = align(series);
  const ownRows = aligned.times.length;
  const lastTimes = series.map(({ timestamps }) => timestamps.at(-1) ?? Number.NEGATIVE_INFINITY);
  let ink: Ink = inkOf(target);
  let scenery = options.scenery;
  let shown = options.span;
  let faded: number | null = null;
  let destroyed = false;
  /** Axes without a reading in what is shown: numbers at them would be invented. */
  const bare = new Set<string>();
  let empty: boolean | null = null;

  const units = [...new Set(series.map(({ unit }) => scaleOf(unit)))];
  const columns: Column[] = [];
  const lines: uPlot.Series[] = [];
  const bands: uPlot.Band[] = [];
  /** Of each told series, the place of its values among the lines. */
  const linePlaces: number[] = [];
  aligned.columns.forEach(({ values, min, max }, place) => {
    const told = series[place];
    if (!told) return;
    const scale = scaleOf(told.unit);
    const colour = () => lineInk(ink, place, told.expected ?? false);
    const alpha = () => (faded === null || faded === place ? 1 : 0.25);
    if (min && max) {
      const edge = { scale, width: 0, points: { show: false }, pxAlign: 0 };
      columns.push(max, min);
      lines.push(edge, { ...edge });
      bands.push({ series: [lines.length - 1, lines.length], fill: () => translucent(colour(), 0.16 * alpha()) });
    }
    columns.push(values);
    lines.push({
      scale,
      label: told.name,
      width: 1.25,
      stroke: () => translucent(colour(), alpha()),
      dash: [...lineDash(place, told.expected ?? false)],
      // A lone reading between two gaps has no line: it is a point.
      points: { show: false, filter: lonePoints, size: 4, fill: colour },
      pxAlign: 0,
    });
    linePlaces.push(lines.length);
  });

  const chart = new uPlot(
    {
      width: options.width,
      height: options.height,
      ms: 1,
      pxAlign: 0,
      legend: { show: false },
      padding: [headHeight, units.length > 1 ? 0 : 12, 0, 0],
      series: [{}, ...lines],
      bands,
      scales: {
        x: { time: true, auto: false, range: (_, min, max) => [min, max] },
        ...Object.fromEntries(
          units.map((unit) => [
            unit,
            {
              range: (_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax => {
                if (min === null || max === null) bare.add(unit);
                else bare.delete(unit);
                return valueRange(min, max, levelsOf(unit));
              },
            },
          ]),
        ),
      },
      axes: [
        {
          scale: 'x',
          size: axisHeight,
          gap: 4,
          font,
          stroke: () => ink.ink2,
          ticks: { show: true, size: 4, width: 1, stroke: () => ink.line },
          grid: { show: true, width: 1, stroke: () => ink.line },
          splits: (self, _, min, max) => ticksOf(self, min, max).map(({ at }) => at),
          values: (self, splits) => {
            const labels = new Map(
              ticksOf(self, self.scales['x']?.min ?? 0, self.scales['x']?.max ?? 0).map(({ at, label }) => [at, label]),
            );
            return splits.map((split) => labels.get(split) ?? '');
          },
        },
        ...units.map((unit, place): uPlot.Axis => ({
          scale: unit,
          side: place % 2 === 0 ? 3 : 1,
          size: axisWidth,
          gap: 6,
          font,
          space: 34,
          stroke: () => ink.ink2,
          ticks: { show: false },
          // Lines of two axes would not fall together.
          grid: { show: place === 0, width: 1, stroke: () => (bare.has(unit) ? 'transparent' : ink.line) },
          values: (_, splits, __, ___, step) =>
            splits.map((split) => (bare.has(unit) ? '' : formatNumber(split, { language: scenery.language, digits: digitsOf(step) }))),
        })),
      ],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: 4 },
        points: {
          size: 6,
          width: 0,
          fill: (_, line) => (linePlaces.includes(line) ? lineInk(ink, linePlaces.indexOf(line), false) : 'transparent'),
        },
        ...(syncKey === undefined ? {} : { sync: { key: syncKey, setSeries: false, scales: ['x', null] } }),
      },
      hooks: {
        drawClear: [() => paintBands(ground(), ink, scenery.bands, Date.now())],
        draw: [
          (self) => {
            // Beside a scale that is hidden, what a sensor can mean at all would be its only number.
            const limits = scenery.limits.filter(({ kind, unit }) => kind === 'rule' || !bare.has(scaleOf(unit)));
            paintLimits(ground(), ink, limits, canvasFont());
            paintUnits(self);
            tellEmpty();
          },
        ],
        setSize: [tellLayout],
        ready: [tellLayout],
        setCursor: [
          (self) => {
            const { left, idxs } = self.cursor;
            if (left === undefined || left < 0) return onCursor(null, []);
            onCursor(
              self.posToVal(left, 'x'),
              linePlaces.map((line) => idxs?.[line] ?? null),
            );
          },
        ],
        setSelect: [
          (self) => {
            const { left, width } = self.select;
            if (width < 4) return;
            const span = { from: self.posToVal(left, 'x'), to: self.posToVal(left + width, 'x') };
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            // Drawn at once from what is there; finer readings follow.
            setSpan(span);
            onZoom(span);
          },
        ],
      },
    },
    dataOf(options.span),
    target,
  );
  setSpan(options.span);

  // Before its font is there a canvas takes another one, and is not told.
  if (!document.fonts.check(font)) {
    void document.fonts.load(font).then(() => {
      if (!destroyed) chart.redraw(false, true);
    });
  }
  const recolour = onThemeChange(() => {
    ink = inkOf(target);
    chart.redraw(false, true);
  });

  return {
    aligned,
    resize: (width, height) => {
      if (width !== chart.width || height !== chart.height) chart.setSize({ width, height });
    },
    show: (span) => {
      if (shown.from !== span.from || shown.to !== span.to) setSpan(span);
    },
    span: () => shown,
    place: () => placeOf(chart),
    point: (left) => chart.setCursor({ left, top: 0 }),
    pointAt: (at) => {
      const left = chart.valToPos(at, 'x');
      if (left >= 0 && left <= placeOf(chart).width) chart.setCursor({ left, top: 0 });
    },
    redecorate: (next) => {
      if (scenery === next) return;
      scenery = next;
      chart.redraw(false, true);
    },
    append: (tails, span) => {
      extend(aligned, ownRows, lastTimes, tails);
      chart.batch(() => {
        chart.setData(dataOf(span), false);
        setSpan(span);
      });
    },
    step: (direction) => {
      const { left, idx } = chart.cursor;
      const min = chart.scales['x']?.min ?? 0;
      const max = chart.scales['x']?.max ?? 0;
      const shown = left !== undefined && left >= 0 && idx != null;
      const next = shown ? idx + direction : direction > 0 ? indexAfter(aligned.times, min - 1) : indexAfter(aligned.times, max) - 1;
      const at = aligned.times[next];
      if (at === undefined || at < min || at > max) return false;
      chart.setCursor({ left: chart.valToPos(at, 'x'), top: 0 });
      return true;
    },
    leave: () => chart.setCursor({ left: -10, top: -10 }),
    emphasise: (place) => {
      if (faded === place) return;
      faded = place;
      chart.redraw(false, false);
    },
    destroy: () => {
      destroyed = true;
      recolour();
      chart.destroy();
    },
  };

  function setSpan(span: Span): void {
    shown = span;
    chart.setScale('x', { min: span.from, max: span.to });
  }

  /** uPlot draws axes only where there is a row: without readings the ends of the span are two empty ones. */
  function dataOf(span: Span): uPlot.AlignedData {
    if (aligned.times.length > 0) return [aligned.times, ...columns];
    return [[span.from, span.to], ...columns.map(() => [null, null])];
  }

  function ticksOf(self: uPlot, min: number, max: number) {
    const width = self.bbox.width / uPlot.pxRatio || options.width - axisWidth;
    return timeTicks({ from: min, to: max }, scenery.zone, Math.max(2, Math.floor(width / tickWidth)), scenery.language);
  }

  function ground(): Ground {
    const { ctx, bbox } = chart;
    return {
      context: ctx,
      left: bbox.left,
      top: bbox.top,
      width: bbox.width,
      height: bbox.height,
      ratio: uPlot.pxRatio,
      x: (at) => chart.valToPos(at, 'x', true),
      y: (value, unit) => (units.includes(scaleOf(unit)) ? chart.valToPos(value, scaleOf(unit), true) : null),
    };
  }

  /** The unit of each axis stands above it. */
  function paintUnits(self: uPlot): void {
    const { ctx, bbox } = self;
    ctx.save();
    ctx.font = canvasFont();
    ctx.fillStyle = ink.ink2;
    ctx.textBaseline = 'bottom';
    units.forEach((unit, place) => {
      const right = place % 2 === 1;
      const depth = Math.floor(place / 2) * axisWidth * uPlot.pxRatio;
      ctx.textAlign = right ? 'left' : 'right';
      const x = right ? bbox.left + bbox.width + depth + 6 * uPlot.pxRatio : bbox.left - depth - 6 * uPlot.pxRatio;
      const levels = bare.has(unit) ? levelsOf(unit) : [];
      if (!bare.has(unit) || levels.length > 0) ctx.fillText(nameOfScale(unit), x, bbox.top - 8 * uPlot.pxRatio);
      paintBareLevels(ctx, levels, {
        x,
        y: (value) => self.valToPos(value, unit, true),
        apart: 13 * uPlot.pxRatio,
        tell: (value) => formatLimit(value, scenery.language),
      });
    });
    ctx.restore();
  }

  /** Where alarms are raised, of the unit. What a sensor can mean at all is far from what it shows, and no reason to press the line flat. */
  function levelsOf(unit: string): number[] {
    return scenery.limits.filter((limit) => limit.kind === 'rule' && scaleOf(limit.unit) === unit).map(({ value }) => value);
  }

  function tellEmpty(): void {
    const now = units.every((unit) => bare.has(unit));
    if (now === empty) return;
    empty = now;
    options.onEmpty?.(now);
  }

  function tellLayout(self: uPlot): void {
    onLayout(placeOf(self));
  }

  function placeOf(self: uPlot) {
    return { left: self.bbox.left / uPlot.pxRatio, width: self.bbox.width / uPlot.pxRatio };
  }
}

/** Series without a unit share an axis of their own. */
const noUnit = '·';

function scaleOf(unit: string | null): string {
  return `unit ${unit ?? noUnit}`;
}

function nameOfScale(scale: string): string {
  const unit = scale.slice('unit '.length);
  return unit === noUnit ? '' : unit;
}

function canvasFont(): string {
  return font.replace('11px', `${11 * uPlot.pxRatio}px`);
}

/** As many places behind the point as an axis' steps have. */
function digitsOf(step: number): number {
  const places = [0, 1, 2, 3, 4, 5].find((each) => Math.abs(step * 10 ** each - Math.round(step * 10 ** each)) < 1e-6);
  return places ?? 6;
}

/** `rgb(1, 2, 3)` or `color(…)` with an opacity. */
function translucent(colour: string, alpha: number): string {
  return alpha === 1 ? colour : `color-mix(in srgb, ${colour} ${Math.round(alpha * 100)}%, transparent)`;
}
