import { expect, test } from 'vitest';
import { liveFrom } from './live-from.ts';

const minuteMs = 60_000;

test('a span that was drawn by hand goes on from now in round words', () => {
  expect([40_000, 299_000, 18 * minuteMs - 2_000, 125 * minuteMs, 6 * 60 * minuteMs + 90_000, 24 * 60 * minuteMs].map(from)).toEqual([
    'now-40s',
    'now-299s',
    'now-18m',
    'now-125m',
    'now-6h',
    'now-24h',
  ]);
});

function from(lengthMs: number): string {
  return liveFrom({ from: new Date(0), to: new Date(lengthMs), live: false });
}
