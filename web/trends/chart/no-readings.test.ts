import { expect, test } from 'vitest';
import { hasReading, lengthOf } from './no-readings.ts';

const hourMs = 3_600_000;
const lasting = (ms: number) => lengthOf({ from: 0, to: ms });

test('a span is told in the unit in which people ask for it', () => {
  expect(lasting(7 * 24 * hourMs)).toEqual({ unit: 'days', n: 7 });
  expect(lasting(24 * hourMs)).toEqual({ unit: 'hours', n: 24 });
  expect(lasting(hourMs / 4)).toEqual({ unit: 'minutes', n: 15 });
  expect(lasting(hourMs)).toEqual({ unit: 'minutes', n: 60 });
});

test('a week in which the clock changes is still one of seven days', () => {
  expect(lasting(7 * 24 * hourMs + hourMs)).toEqual({ unit: 'days', n: 7 });
});

test('what is no whole number of hours has none', () => {
  expect(lasting(13.4 * hourMs)).toBeNull();
});

test('buckets without a value are no readings', () => {
  expect(hasReading([{ values: [null, null] }, { values: [] }])).toBe(false);
  expect(hasReading([{ values: [null] }, { values: [null, 0] }])).toBe(true);
});
