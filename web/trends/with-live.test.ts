import { expect, test } from 'vitest';
import { Ring } from '../live/ring.ts';
import type { ReadSeries } from './readings/read-series.ts';
import { withLive } from './with-live.ts';

const read = { tagId: 'a', name: 'INV-07.ActivePower', unit: 'kW' } as const;
const ring = new Ring(10);
ring.push(2_000, 20, 0);
ring.push(3_000, Number.NaN, 2);
ring.push(4_000, 40, 1);

test('what has come since is told behind what was read, each reading once, and the span moves on as the chart does', () => {
  const series: ReadSeries = { ...read, resolution: 'RAW', timestamps: [1_000, 2_000], values: [10, 20], qualities: ['GOOD', 'GOOD'] };
  const shown = withLive([series], { from: 500, to: 2_500 }, () => ring.window(), 4_500);
  expect(shown.span).toEqual({ from: 2_500, to: 4_500 });
  expect(shown.series).toEqual([
    {
      ...series,
      timestamps: [1_000, 2_000, 3_000, 4_000],
      values: [10, 20, null, 40],
      qualities: ['GOOD', 'GOOD', 'BAD', 'UNCERTAIN'],
    },
  ]);
});

test('readings behind buckets are a series of their own', () => {
  const series: ReadSeries = { ...read, resolution: 'ONE_MINUTE', timestamps: [2_500], values: [15], min: [10], max: [20], counts: [2] };
  expect(withLive([series], { from: 0, to: 2_500 }, () => ring.window(), 4_500).series).toEqual([
    series,
    { ...read, resolution: 'RAW', timestamps: [3_000, 4_000], values: [null, 40], qualities: ['BAD', 'UNCERTAIN'] },
  ]);
});

test('of a tag that nothing has come of, what was read is all', () => {
  const series: ReadSeries = { ...read, resolution: 'RAW', timestamps: [1_000], values: [10] };
  expect(withLive([series], { from: 0, to: 1_000 }, () => new Ring(1).window(), 1_000).series).toEqual([series]);
});
