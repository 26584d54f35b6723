/** What a chart is told. Times are milliseconds since 1970 in UTC. */

export type Quality = 'GOOD' | 'BAD' | 'UNCERTAIN';
export type Severity = 'INFO' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** From `from` (included) to `to` (left out). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Readings of one tag, or their buckets, as parallel arrays, oldest first. */
export interface ChartSeries {
  readonly tagId: string;
  readonly name: string;
  /** Series of one unit share an axis. */
  readonly unit: string | null;
  readonly timestamps: readonly number[];
  /** A bucket's mean, or a reading; null is a gap and stays open. */
  readonly values: readonly (number | null)[];
  /** Smallest and largest of each bucket: drawn as an envelope, so that no peak is lost. */
  readonly min?: readonly (number | null)[] | undefined;
  readonly max?: readonly (number | null)[] | undefined;
  readonly qualities?: readonly Quality[] | undefined;
  /** Of how many readings each bucket is made: one of none is a gap, not BAD. */
  readonly counts?: readonly number[] | undefined;
  /** A distance of more than three of these between two readings is a gap. Left out where every bucket is told. */
  readonly intervalMs?: number | undefined;
  /** What should have been measured: drawn dashed and grey. */
  readonly expected?: boolean | undefined;
}

/** A level across the chart. */
export interface ChartLimit {
  readonly value: number;
  /** Finds the axis: that of the series with this unit. */
  readonly unit: string | null;
  /** What the line is called at its right end: `max 95`, `INV-HEATSINK-CRITICAL`. */
  readonly label: string;
  /** `valid`: outside it a reading is stored as BAD. `rule`: beyond it an alarm is raised. */
  readonly kind: 'valid' | 'rule';
  readonly severity?: Severity | undefined;
}

/** A time that stands out. `to` is null while it lasts. */
export interface ChartBand {
  readonly from: number;
  readonly to: number | null;
  readonly kind: 'bad' | 'uncertain' | 'alarm' | 'order';
  readonly label: string;
  readonly severity?: Severity | undefined;
  /** The tag that it is about: on a chart without it it is left out. */
  readonly tagId?: string | undefined;
}

/** A moment with a name, drawn above the plot as a link or a button. */
export interface ChartMark {
  readonly id: string;
  readonly at: number;
  readonly kind: 'alarm' | 'order' | 'now';
  readonly label: string;
  readonly severity?: Severity | undefined;
  readonly href?: string | undefined;
}

/** The newest readings of a tag, for the right edge: parallel arrays, oldest first. */
export interface ChartTail {
  readonly timestamps: ArrayLike<number>;
  /** NaN where a reading has no value. */
  readonly values: ArrayLike<number>;
}

/** More than these are not told apart. */
export const seriesMax = 8;
