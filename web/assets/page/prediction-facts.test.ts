import { expect, test } from 'vitest';
import { baselineOf, reasonsOf } from './prediction-facts.ts';

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
