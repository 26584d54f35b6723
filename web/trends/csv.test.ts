import { expect, test } from 'vitest';
import { csvOf, isoInZone } from './csv.ts';
import type { ReadSeries } from './readings/read-series.ts';

const noon = Date.parse('2026-11-25T12:00:00Z');
const words = {
  time: 'time',
  quality: 'quality',
  min: 'min',
  max: 'max',
  resolution: ({ resolution }: ReadSeries) => (resolution === 'RAW' ? 'raw' : '5 min mean'),
};

test('times with the zone, units in the head, a quality for each tag, a gap as empty fields', () => {
  const power: ReadSeries = {
    tagId: 'a',
    name: 'INV-07.ActivePower',
    unit: 'kW',
    resolution: 'FIVE_MINUTES',
    timestamps: [noon, noon + 300_000, noon + 600_000],
    values: [1234.5, null, null],
    min: [1200, null, null],
    max: [1300, null, null],
    // The graph calls a bucket of nothing BAD as it does one of bad readings.
    qualities: ['UNCERTAIN', 'BAD', 'BAD'],
    counts: [30, 12, 0],
  };
  const state: ReadSeries = {
    tagId: 'b',
    name: 'State, "main"',
    unit: null,
    resolution: 'RAW',
    timestamps: [noon + 1_000],
    values: [4],
    qualities: ['GOOD'],
    intervalMs: 1_000,
  };
  expect(csvOf([power, state], { from: noon, to: noon + 600_000 }, 'Europe/Paris', words)).toBe(
    [
      'time (Europe/Paris),INV-07.ActivePower 5 min mean (kW),INV-07.ActivePower min (kW),INV-07.ActivePower max (kW),INV-07.ActivePower quality,"State, ""main"" raw","State, ""main"" quality"',
      '2026-11-25T13:00:00.000+01:00,1234.5,1200,1300,UNCERTAIN,,',
      '2026-11-25T13:00:01.000+01:00,,,,,4,GOOD',
      '2026-11-25T13:05:00.000+01:00,,,,BAD,,',
      '2026-11-25T13:10:00.000+01:00,,,,,,',
      '',
    ].join('\r\n'),
  );
});

test('buckets and the readings behind them have heads that nobody mistakes', () => {
  const buckets: ReadSeries = { tagId: 'a', name: 'a', unit: null, resolution: 'FIVE_MINUTES', timestamps: [noon], values: [1] };
  const readings: ReadSeries = { ...buckets, resolution: 'RAW', timestamps: [noon + 1] };
  const [head] = csvOf([buckets, readings], { from: noon, to: noon + 2 }, 'UTC', words).split('\r\n');
  expect(head).toBe('time (UTC),a 5 min mean,a quality,a raw,a raw quality');
});

test('only what is shown', () => {
  const series: ReadSeries = {
    tagId: 'a',
    name: 'a',
    unit: null,
    resolution: 'RAW',
    timestamps: [1, 2, 3].map((s) => noon + s),
    values: [1, 2, 3],
    qualities: ['GOOD', 'GOOD', 'GOOD'],
  };
  expect(csvOf([series], { from: noon + 2, to: noon + 2 }, 'UTC', words).split('\r\n')).toHaveLength(3);
});

test('zones behind Greenwich, with half hours, and UTC', () => {
  expect(isoInZone(noon, 'America/Los_Angeles')).toBe('2026-11-25T04:00:00.000-08:00');
  expect(isoInZone(noon, 'Asia/Kolkata')).toBe('2026-11-25T17:30:00.000+05:30');
  expect(isoInZone(noon, 'UTC')).toBe('2026-11-25T12:00:00.000Z');
});
