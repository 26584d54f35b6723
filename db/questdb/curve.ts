import type { BucketResolution, Resolution } from './resolution.ts';

export type Quality = 'GOOD' | 'BAD' | 'UNCERTAIN';

export interface Reading {
  readonly timestamp: Date;
  /** Null when the gateway sent none. */
  readonly value: number | null;
  readonly quality: Quality;
}

/** What the readings of one bucket come to. Statistics are of the GOOD ones alone and null when there is none. */
export interface Bucket {
  readonly start: Date;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number | null;
  readonly sumOfSquares: number | null;
  /** The value of the newest reading, whatever its quality. */
  readonly last: number | null;
  readonly count: number;
  readonly good: number;
  readonly bad: number;
  readonly uncertain: number;
}

/**
 * A curve to draw: parallel arrays. A point is a reading (RAW) or a bucket: its mean, its envelope and the number of its GOOD
 * readings. Where there were no readings there is no point; where none was GOOD, a bucket's numbers are null, and a raw point
 * has the value that was sent and `good` 0.
 */
export interface Curve {
  readonly resolution: Resolution;
  readonly timestamps: readonly Date[];
  readonly values: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly good: readonly number[];
  /** How many readings a point stands for, of whatever quality. */
  readonly count: readonly number[];
  /** Of a reading its own, of a bucket the worst that it holds. */
  readonly qualities: readonly Quality[];
}

/** The curve of readings as they are. */
export function rawCurve(readings: readonly Reading[]): Curve {
  const values = readings.map(({ value }) => value);
  return {
    resolution: 'RAW',
    timestamps: readings.map(({ timestamp }) => timestamp),
    values,
    min: values,
    max: values,
    good: readings.map(({ quality }) => (quality === 'GOOD' ? 1 : 0)),
    count: readings.map(() => 1),
    qualities: readings.map(({ quality }) => quality),
  };
}

/** The curve of buckets: their means. */
export function bucketCurve(resolution: BucketResolution, buckets: readonly Bucket[]): Curve {
  return {
    resolution,
    timestamps: buckets.map(({ start }) => start),
    values: buckets.map(({ sum, good }) => (sum === null || good === 0 ? null : sum / good)),
    min: buckets.map(({ min }) => min),
    max: buckets.map(({ max }) => max),
    good: buckets.map(({ good }) => good),
    count: buckets.map(({ count }) => count),
    qualities: buckets.map(worstQuality),
  };
}

function worstQuality({ good, bad, uncertain }: Bucket): Quality {
  if (bad > 0) return 'BAD';
  return uncertain > 0 || good === 0 ? 'UNCERTAIN' : 'GOOD';
}

/** One bucket for each start, of buckets in the order of their readings. */
export function mergeBuckets(parts: readonly Bucket[]): readonly Bucket[] {
  const merged = new Map<number, Bucket>();
  for (const part of parts) {
    const known = merged.get(part.start.getTime());
    merged.set(part.start.getTime(), known === undefined ? part : addUp(known, part));
  }
  return [...merged.values()].toSorted((one, other) => one.start.getTime() - other.start.getTime());
}

function addUp(older: Bucket, younger: Bucket): Bucket {
  return {
    start: older.start,
    min: both(older.min, younger.min, Math.min),
    max: both(older.max, younger.max, Math.max),
    sum: both(older.sum, younger.sum, (one, other) => one + other),
    sumOfSquares: both(older.sumOfSquares, younger.sumOfSquares, (one, other) => one + other),
    last: younger.last,
    count: older.count + younger.count,
    good: older.good + younger.good,
    bad: older.bad + younger.bad,
    uncertain: older.uncertain + younger.uncertain,
  };
}

function both(one: number | null, other: number | null, join: (one: number, other: number) => number): number | null {
  if (one === null || other === null) return one ?? other;
  return join(one, other);
}
