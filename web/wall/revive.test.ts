import { expect, test } from 'vitest';
import { waitMs } from './revive.ts';

const now = Date.parse('2026-11-26T01:00:00Z');

test('a wall starts anew soon, and no more than once a minute', () => {
  expect(waitMs(null, now)).toBe(5_000);
  expect(waitMs(now - 1_000, now)).toBe(59_000);
  expect(waitMs(now - 58_000, now)).toBe(5_000);
  expect(waitMs(now - 3_600_000, now)).toBe(5_000);
});

test('a clock that was put back does not stop it', () => {
  expect(waitMs(now + 86_400_000, now)).toBe(5_000);
});
