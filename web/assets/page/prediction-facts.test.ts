import { expect, test } from 'vitest';
import { baselineOf, daysAhead, reasonsOf } from './prediction-facts.ts';

test('a baseline has a name, and a value where it is a number', () => {
  expect(baselineOf({ name: 'base rate', value: 0.21, brier: 0.1 })).toEqual({ name: 'base rate', value: 0.21 });
  expect(baselineOf({ name: 'persistence' })).toEqual({ name: 'persistence', value: null });
  expect(baselineOf(null)).toBeNull();
  expect(baselineOf('base rate')).toBeNull();
});

test('reasons are the sentences that there are', () => {
  expect(reasonsOf([{ weight: 1, text: '2 corrective orders' }, { weight: 0 }, 'odd'])).toEqual(['2 corrective orders']);
  expect(reasonsOf(undefined)).toEqual([]);
});

test('reasons round what a model did not, and leave out what weighs nothing', () => {
  expect(
    reasonsOf([
      { weight: 1, text: '0 corrective orders in the last 14 days; 0.5227 is usual here' },
      { weight: 0, text: 'Of all inverters 19 % needed corrective work' },
    ]),
  ).toEqual(['0 corrective orders in the last 14 days; 0.5 is usual here']);
});

test('a prediction looks whole days ahead', () => {
  expect(daysAhead('2026-11-25T02:00:00Z', '2026-12-02T02:00:00Z')).toBe(7);
  expect(daysAhead('2026-11-25T02:00:00Z', '2026-11-25T08:00:00Z')).toBe(1);
  expect(daysAhead('2026-11-25T02:00:00Z', null)).toBeNull();
});
