import type { ChartSeries, ChartTail } from './series.ts';

/**
 * A column of the aligned table: null is a gap, undefined says that this series has nothing at that time (another one has), so
 * that its line goes on to its own next reading.
 */
export type Column = (number | null | undefined)[];

export interface AlignedSeries {
  /** All times of all series, ascending, each once. */
  readonly times: number[];
  /** Per series: values, then smallest and largest where there is an envelope. */
  readonly columns: readonly { readonly values: Column; readonly min?: Column; readonly max?: Column }[];
}

/** How many intervals without a reading are silence, as the alert rules have it. */
const silentIntervals = 3;

/** Puts series with times of their own side by side. Linear in the number of readings. */
export function align(series: readonly ChartSeries[]): AlignedSeries {
  const opened = series.map(openGaps);
  const [first] = opened;
  if (first && opened.every(({ timestamps }) => sameTimes(timestamps, first.timestamps))) {
    return { times: [...first.timestamps], columns: opened.map((each) => columnsOf(each, null)) };
  }
  const times = union(opened.map(({ timestamps }) => timestamps));
  return { times, columns: opened.map((each) => columnsOf(each, places(each.timestamps, times))) };
}

/**
 * Adds live readings behind the aligned ones, in place; what was added before is dropped first.
 *
 * @param length how many rows are of the series themselves
 * @param lastTimes per series the time of its own last row: older live readings are known already
 */
export function extend(
  aligned: AlignedSeries,
  length: number,
  lastTimes: readonly number[],
  tails: readonly (ChartTail | undefined)[],
): void {
  truncate(aligned, length);
  const newest = aligned.times.at(-1) ?? Number.NEGATIVE_INFINITY;
  const fresh = tails.map((tail, place) => (tail ? indexAfter(tail.timestamps, Math.max(newest, lastTimes[place] ?? newest)) : 0));
  const cursors = [...fresh];
  for (;;) {
    let at = Number.POSITIVE_INFINITY;
    tails.forEach((tail, place) => {
      const time = tail?.timestamps[cursors[place] ?? 0];
      if (time !== undefined && time < at) at = time;
    });
    if (at === Number.POSITIVE_INFINITY) return;
    aligned.times.push(at);
    aligned.columns.forEach((column, place) => {
      const tail = tails[place];
      const cursor = cursors[place] ?? 0;
      const hit = tail !== undefined && tail.timestamps[cursor] === at;
      const value = hit ? (tail.values[cursor] ?? Number.NaN) : undefined;
      const told = value === undefined ? undefined : Number.isNaN(value) ? null : value;
      column.values.push(told);
      column.min?.push(told);
      column.max?.push(told);
      if (hit) cursors[place] = cursor + 1;
    });
  }
}

/** The first place whose time is later. */
export function indexAfter(times: ArrayLike<number>, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Number.POSITIVE_INFINITY) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function truncate({ times, columns }: AlignedSeries, length: number): void {
  times.length = length;
  for (const { values, min, max } of columns) {
    values.length = length;
    if (min) min.length = length;
    if (max) max.length = length;
  }
}

type Opened = Pick<ChartSeries, 'timestamps' | 'values' | 'min' | 'max'>;

/** Puts a null where a series was silent for too long: a line over it would tell of readings that never were. */
function openGaps(series: ChartSeries): Opened {
  const { intervalMs, timestamps } = series;
  if (intervalMs === undefined) return series;
  const silentMs = intervalMs * silentIntervals;
  const gaps: number[] = [];
  for (let index = 1; index < timestamps.length; index += 1) {
    if ((timestamps[index] ?? 0) - (timestamps[index - 1] ?? 0) > silentMs) gaps.push(index);
  }
  if (gaps.length === 0) return series;
  const lay = <Value>(list: readonly Value[], gap: (before: number) => Value): Value[] => {
    const laid: Value[] = [];
    let from = 0;
    for (const at of gaps) {
      for (let index = from; index < at; index += 1) laid.push(list[index] as Value);
      laid.push(gap(at - 1));
      from = at;
    }
    for (let index = from; index < list.length; index += 1) laid.push(list[index] as Value);
    return laid;
  };
  return {
    timestamps: lay(timestamps, (before) => (timestamps[before] ?? 0) + intervalMs),
    values: lay<number | null>(series.values, () => null),
    min: series.min && lay<number | null>(series.min, () => null),
    max: series.max && lay<number | null>(series.max, () => null),
  };
}

function columnsOf({ values, min, max }: Opened, placesOf: Int32Array | null): { values: Column; min?: Column; max?: Column } {
  const lay = (list: readonly (number | null)[]): Column => {
    if (placesOf === null) return [...list];
    const column: Column = [];
    for (const place of placesOf) column.push(place < 0 ? undefined : list[place]);
    return column;
  };
  return min && max ? { values: lay(values), min: lay(min), max: lay(max) } : { values: lay(values) };
}

function sameTimes(one: readonly number[], other: readonly number[]): boolean {
  if (one === other) return true;
  return one.length === other.length && one.every((time, place) => time === other[place]);
}

/** Ascending lists into one, each time once. */
function union(lists: readonly (readonly number[])[]): number[] {
  return lists.reduce<number[]>((merged, list) => {
    const both: number[] = [];
    let left = 0;
    let right = 0;
    while (left < merged.length || right < list.length) {
      const one = merged[left] ?? Number.POSITIVE_INFINITY;
      const other = list[right] ?? Number.POSITIVE_INFINITY;
      both.push(Math.min(one, other));
      if (one <= other) left += 1;
      if (other <= one) right += 1;
    }
    return both;
  }, []);
}

/** For every time of the union the series' own place, or -1. */
function places(own: readonly number[], times: readonly number[]): Int32Array {
  const found = new Int32Array(times.length).fill(-1);
  let next = 0;
  times.forEach((time, place) => {
    if (own[next] !== time) return;
    found[place] = next;
    next += 1;
  });
  return found;
}
