import { expect, test } from 'vitest';
import { isFlowing } from './use-from-the-start.ts';

test('events flow a second after the socket has opened', () => {
  const now = Date.parse('2026-11-26T02:00:00Z');
  expect(isFlowing(now, now)).toBe(false);
  expect(isFlowing(now - 500, now)).toBe(false);
  expect(isFlowing(now - 1_000, now)).toBe(true);
});
