import type { Reading } from '@dcmms/db/questdb/curve.ts';

/** What one generator gives and should give. */
export interface AssetPower {
  readonly assetId: string;
  readonly actualKw: number;
  readonly expectedKw: number;
  readonly lostKw: number;
  readonly at: Date;
}

/** The same of all generators of a site. */
export interface SitePower {
  readonly actualKw: number;
  readonly expectedKw: number;
  readonly lostKw: number;
  readonly at: Date;
  readonly counted: number;
  readonly total: number;
  readonly losses: readonly AssetPower[];
}

/** A generator that has both tags; its power is null while one of them is silent. */
export interface Pair {
  readonly power: AssetPower | null;
}

/** The newest of a tag and how often it is expected. */
export interface Shown {
  readonly reading: Reading | null;
  readonly intervalS: number | null;
}

const intervalSDefault = 60;
/** A poll that came a little late is not silence. */
const ageMsMin = 120_000;
/** What a model of light or wind is worth at best. */
const tolerance = 0.02;
const lossesMax = 5;

/** Actual against expected power of a generator; null when one of them is older than three times its interval, BAD or without a value. */
export function compare(assetId: string, actual: Shown, expected: Shown, now: Date): AssetPower | null {
  const [given, wanted] = [valueOf(actual, now), valueOf(expected, now)];
  if (!given || !wanted) return null;
  return {
    assetId,
    actualKw: given.value,
    expectedKw: wanted.value,
    lostKw: lost(given.value, wanted.value),
    at: given.at < wanted.at ? given.at : wanted.at,
  };
}

/** Sums up a site; null when nothing counts. */
export function add(pairs: readonly Pair[]): SitePower | null {
  const counted = pairs.flatMap(({ power }) => (power ? [power] : []));
  const [first] = counted;
  if (!first) return null;
  const sum = (of: (power: AssetPower) => number) => counted.reduce((total, power) => total + of(power), 0);
  const expectedKw = sum((power) => power.expectedKw);
  return {
    actualKw: sum((power) => power.actualKw),
    expectedKw,
    // What one gives beyond its model makes good for another: the model errs to both sides.
    lostKw: lost(
      sum((power) => Math.max(0, power.actualKw)),
      expectedKw,
    ),
    at: counted.reduce((oldest, { at }) => (at < oldest ? at : oldest), first.at),
    counted: counted.length,
    total: pairs.length,
    losses: counted
      .filter((power) => power.lostKw > tolerance * power.expectedKw)
      .toSorted((one, other) => other.lostKw - one.lostKw)
      .slice(0, lossesMax),
  };
}

function lost(actualKw: number, expectedKw: number): number {
  return Math.max(0, expectedKw - Math.max(0, actualKw));
}

function valueOf({ reading, intervalS }: Shown, now: Date): { readonly value: number; readonly at: Date } | undefined {
  if (!reading || reading.quality === 'BAD' || reading.value === null) return undefined;
  const ageMs = now.getTime() - reading.timestamp.getTime();
  return ageMs <= Math.max(ageMsMin, (intervalS ?? intervalSDefault) * 3_000) ? { value: reading.value, at: reading.timestamp } : undefined;
}
