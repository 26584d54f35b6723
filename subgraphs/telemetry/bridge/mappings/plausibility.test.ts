import { expect, test } from 'vitest';
import { BAD, GOOD, OUT_OF_RANGE, RATE_OF_CHANGE, UNCERTAIN, type Quality } from '../readings/quality.ts';
import { judge, RateLimit } from './plausibility.ts';

const range = { minValid: -40, maxValid: 120, rateLimit: undefined };

test.each<[number | null, Quality, Quality, number]>([
  [-40, GOOD, GOOD, 0],
  [120, GOOD, GOOD, 0],
  [120.1, GOOD, BAD, OUT_OF_RANGE],
  [-41, UNCERTAIN, BAD, OUT_OF_RANGE],
  [500, BAD, BAD, 0],
  [20, UNCERTAIN, UNCERTAIN, 0],
  [null, GOOD, BAD, 0],
])('a value %j sent as %i is kept as %i with reason %i', (value, sent, quality, reason) => {
  expect(judge(range, 0, value, sent)).toEqual({ quality, reason });
});

test('a quantity without limits believes everything', () => {
  expect(judge({ minValid: null, maxValid: null, rateLimit: undefined }, 0, 1e300, GOOD)).toEqual({ quality: GOOD, reason: 0 });
});

test('a change faster than its limit is uncertain, the new level believed with its second reading', () => {
  const limits = { ...range, rateLimit: new RateLimit(2) };
  const qualities = [20, 22, 30, 30.5, 20].map((value, second) => judge(limits, second * 1000, value, GOOD));
  expect(qualities.map(({ quality }) => quality)).toEqual([GOOD, GOOD, UNCERTAIN, GOOD, UNCERTAIN]);
  expect(qualities[2]).toEqual({ quality: UNCERTAIN, reason: RATE_OF_CHANGE });
});

test('a reading that comes again is judged as before, also after a reload of the mappings', () => {
  const first = { ...range, rateLimit: new RateLimit(1) };
  const readings = [20, 90, 90.5].map((value, second) => [second * 1000, value] as const);
  const told = readings.map(([timeMs, value]) => judge(first, timeMs, value, GOOD));
  const reloaded = { ...range, rateLimit: new RateLimit(1, first.rateLimit) };
  expect(readings.map(([timeMs, value]) => judge(reloaded, timeMs, value, GOOD))).toEqual(told);
});

test('a value out of range is no measure for the next one', () => {
  const limits = { ...range, rateLimit: new RateLimit(2) };
  expect([20, 900, 21].map((value, second) => judge(limits, second * 1000, value, GOOD).quality)).toEqual([GOOD, BAD, GOOD]);
});
