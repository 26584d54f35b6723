import { expect, test } from 'vitest';
import { isNight } from './night.ts';

test.each([
  ['2026-11-25T21:00:00Z', 'Europe/London', true],
  ['2026-11-25T20:59:00Z', 'Europe/London', false],
  ['2026-11-25T20:59:00Z', 'Europe/Paris', true],
  ['2026-11-25T06:00:00Z', 'Europe/London', false],
  ['2026-11-25T00:00:00Z', 'Europe/London', true],
  ['2026-11-25T20:00:00Z', 'America/Los_Angeles', false],
])('%s in %s: night is %s', (at, timezone, night) => expect(isNight(new Date(at), timezone)).toBe(night));
