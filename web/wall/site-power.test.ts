import { expect, test } from 'vitest';
import { sitePower, type Value } from './site-power.ts';

const nowMs = 1_000_000;
const tag = (id: string) => ({ id, unit: 'kW', staleAfterMs: 30_000 });
const unit = (code: string) => ({ id: code, code, ratedKw: 2500, actual: tag(`${code}.a`), expected: tag(`${code}.e`) });
const good = (value: number, at = nowMs - 1000): Value => ({ value, quality: 'GOOD', at });
const units = [unit('1'), unit('2'), unit('3')];

function power(values: Record<string, Value>) {
  return sitePower(units, (id) => values[id], nowMs);
}

test('sums what is known, and expects of the same units', () => {
  expect(power({ '1.a': good(1000), '1.e': good(1200), '2.a': good(20, nowMs), '2.e': good(1100), '3.e': good(1300) })).toEqual({
    actualKw: 1020,
    expectedKw: 2300,
    unitsKnown: 2,
    unitsRunning: 1,
    newestAt: nowMs,
  });
});

test('an expectation of only some of them is none', () => {
  expect(power({ '1.a': good(1000), '1.e': good(1200), '2.a': good(900) })).toMatchObject({ actualKw: 1900, expectedKw: null });
});

test('old, bad and uncertain readings do not count', () => {
  const values: Record<string, Value> = {
    '1.a': good(1000, nowMs - 30_001),
    '2.a': { value: 5, quality: 'BAD', at: nowMs },
    '3.a': { value: 5, quality: 'UNCERTAIN', at: nowMs },
  };
  expect(power(values)).toEqual({ actualKw: null, expectedKw: null, unitsKnown: 0, unitsRunning: 0, newestAt: nowMs });
});

test('nothing is known before the first frame', () => {
  expect(power({})).toEqual({ actualKw: null, expectedKw: null, unitsKnown: 0, unitsRunning: 0, newestAt: null });
});
