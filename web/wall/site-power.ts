import type { WallTag, WallUnit } from './arrange.ts';

/** The newest that is known of a tag. */
export interface Value {
  readonly value: number | null;
  readonly quality: 'GOOD' | 'BAD' | 'UNCERTAIN';
  /** Epoch milliseconds of the reading. */
  readonly at: number;
}

/** What a site delivers at an instant. */
export interface SitePower {
  /** Sum over the units that are known; null when none is. */
  readonly actualKw: number | null;
  /** Sum of what the same units could deliver; null unless that is known of every one of them. */
  readonly expectedKw: number | null;
  readonly unitsKnown: number;
  /** Units that deliver more than a hundredth of what they are built for. */
  readonly unitsRunning: number;
  /** The newest reading of all, epoch milliseconds; null when there is none. */
  readonly newestAt: number | null;
}

/** Sums up what the units say. Only GOOD readings that are not old count, and actual is compared with the expectation of the same units. */
export function sitePower(units: readonly WallUnit[], valueOf: (tagId: string) => Value | undefined, nowMs: number): SitePower {
  let [actualKw, expectedKw, expectedUnits, unitsKnown, unitsRunning] = [0, 0, 0, 0, 0];
  let newestAt: number | null = null;
  for (const unit of units) {
    const reading = valueOf(unit.actual.id);
    if (reading !== undefined) newestAt = Math.max(newestAt ?? reading.at, reading.at);
    const actual = countable(unit.actual, reading, nowMs);
    if (actual === null) continue;
    unitsKnown += 1;
    actualKw += actual;
    if (actual > (unit.ratedKw ?? 0) / 100) unitsRunning += 1;
    const expected = unit.expected && countable(unit.expected, valueOf(unit.expected.id), nowMs);
    if (expected === null) continue;
    expectedKw += expected;
    expectedUnits += 1;
  }
  const known = unitsKnown > 0;
  return {
    actualKw: known ? actualKw : null,
    expectedKw: known && expectedUnits === unitsKnown ? expectedKw : null,
    unitsKnown,
    unitsRunning,
    newestAt,
  };
}

/** The value when something may be said by it: GOOD and not old. */
export function countable(tag: WallTag, reading: Value | undefined, nowMs: number): number | null {
  if (reading === undefined || reading.quality !== 'GOOD' || isOld(tag, reading, nowMs)) return null;
  return reading.value;
}

export function isOld(tag: WallTag, reading: Value, nowMs: number): boolean {
  return nowMs - reading.at > tag.staleAfterMs;
}
