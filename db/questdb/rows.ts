import type { Bucket, Quality, Reading } from './curve.ts';

export interface RawRow {
  readonly timestamp: Date;
  readonly value: number | null;
  readonly quality: string | null;
}

/** Whose readings a row is of. */
export interface SeriesKeyRow {
  readonly site_id: string;
  readonly asset_id: string;
  readonly tag: string;
}

export interface SeriesRow extends RawRow, SeriesKeyRow {}

export interface NewestRow {
  readonly asset_id: string;
  readonly tag: string;
  readonly at: Date;
}

/** QuestDB's LONG comes as text. */
export interface BucketRow extends SeriesKeyRow {
  readonly timestamp: Date;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number | null;
  readonly sum_sq: number | null;
  readonly last: number | null;
  readonly n: string;
  readonly good: string;
  readonly bad: string;
  readonly uncertain: string;
}

/** A row of the raw table. */
export function toReading(row: RawRow): Reading {
  return { timestamp: row.timestamp, value: row.value, quality: toQuality(row.quality) };
}

/** A quality that we do not know, or none, is no reason to trust the value. */
function toQuality(text: string | null): Quality {
  return text === 'GOOD' || text === 'BAD' || text === 'UNCERTAIN' ? text : 'UNCERTAIN';
}

export function toBucket(row: BucketRow): Bucket {
  return {
    start: row.timestamp,
    min: row.min,
    max: row.max,
    sum: row.sum,
    sumOfSquares: row.sum_sq,
    last: row.last,
    count: Number(row.n),
    good: Number(row.good),
    bad: Number(row.bad),
    uncertain: Number(row.uncertain),
  };
}

/** A UUID in the form in which it is stored. Throws a TypeError for anything else. */
export function parseUuid(text: string): string {
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) throw new TypeError(`'${text}' is no UUID.`);
  return text.toLowerCase();
}

/**
 * Values as QuestDB takes a list of any length in one parameter: `{"a","b"}`. It knows no escapes there and reads "null" as
 * null, quotes or not; null is the answer when a value cannot be written.
 */
export function list(values: readonly string[]): string | null {
  if (values.some((value) => /["\\]/.test(value) || value.toLowerCase() === 'null')) return null;
  return `{${[...new Set(values)].map((value) => `"${value}"`).join(',')}}`;
}
