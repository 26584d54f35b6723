import { expect, test } from 'vitest';
import { windowsOf } from './read-series.ts';

const tag = { id: 'tag', name: 'INV-07.ActivePower', unit: 'kW', expectedIntervalS: 10 };
const dayMs = 86_400_000;

test('buckets are read in one piece, however long the span', () => {
  expect(windowsOf(tag, { from: 0, to: 90 * dayMs }, 'auto', 8)).toEqual([{ from: 0, to: 90 * dayMs }]);
});

test('every reading of some days is read in pieces that fit an answer, without a hole between them', () => {
  const windows = windowsOf(tag, { from: 0, to: 5 * dayMs }, 'RAW', 1);
  expect(windows.length).toBeGreaterThan(4);
  expect(windows[0]?.from).toBe(0);
  expect(windows.at(-1)?.to).toBe(5 * dayMs);
  windows.slice(1).forEach(({ from }, place) => expect(from).toBe(windows[place]?.to));
  windows.forEach(({ from, to }) => expect((to - from) / 10_000).toBeLessThanOrEqual(10_000));
});

test('more readings than can be drawn are refused, those of all tags of the chart counted', () => {
  expect(() => windowsOf(tag, { from: 0, to: 30 * dayMs }, 'RAW', 1)).toThrow('TOO_MANY');
  expect(() => windowsOf(tag, { from: 0, to: 5 * dayMs }, 'RAW', 8)).toThrow('TOO_MANY');
});
