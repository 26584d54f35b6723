import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('the wait doubles up to its bound', () => {
  expect([0, 1, 2, 3, 10, 10_000].map((tries) => backoffMs(tries, { firstMs: 100, mostMs: 1_000, chance: 1 }))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
});

test('half of it is chance, so that not all come back at once', () => {
  expect(backoffMs(2, { firstMs: 100, mostMs: 1_000, chance: 0 })).toBe(200);
  expect(backoffMs(2, { firstMs: 100, mostMs: 1_000, chance: 0.5 })).toBe(300);
});
