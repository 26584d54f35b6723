import { expect, test } from 'vitest';
import { align, extend, indexAfter } from './align.ts';
import type { ChartSeries } from './series.ts';

test('series of the same times stand side by side, gaps open', () => {
  const { times, columns } = align([series([0, 10, 20], [1, null, 3]), series([0, 10, 20], [4, 5, 6])]);
  expect(times).toEqual([0, 10, 20]);
  expect(columns.map(({ values }) => values)).toEqual([
    [1, null, 3],
    [4, 5, 6],
  ]);
});

test('a series that has nothing at a time of another one is not interrupted there', () => {
  const { times, columns } = align([series([0, 20], [1, 2]), series([10, 20, 30], [4, null, 6])]);
  expect(times).toEqual([0, 10, 20, 30]);
  expect(columns.map(({ values }) => values)).toEqual([
    [1, undefined, 2, undefined],
    [undefined, 4, null, 6],
  ]);
});

test('silence of more than three intervals is a gap, in the envelope too', () => {
  const { times, columns } = align([{ ...series([0, 10, 50, 60], [1, 2, 3, 4]), min: [1, 2, 3, 4], max: [1, 2, 3, 4], intervalMs: 10 }]);
  expect(times).toEqual([0, 10, 20, 50, 60]);
  expect(columns[0]).toEqual({ values: [1, 2, null, 3, 4], min: [1, 2, null, 3, 4], max: [1, 2, null, 3, 4] });
});

test('three intervals are none', () => {
  expect(align([{ ...series([0, 30], [1, 2]), intervalMs: 10 }]).times).toEqual([0, 30]);
});

test('live readings go on where the series ends, once, however often they are added', () => {
  const aligned = align([series([0, 10], [1, 2]), series([0, 10], [4, 5])]);
  const tails = [
    { timestamps: [5, 10, 12, 14], values: [9, 9, 3, Number.NaN] },
    { timestamps: Float64Array.of(12, 13), values: Float64Array.of(6, 7) },
  ];
  extend(aligned, 2, [10, 10], tails);
  extend(aligned, 2, [10, 10], tails);
  expect(aligned.times).toEqual([0, 10, 12, 13, 14]);
  expect(aligned.columns.map(({ values }) => values)).toEqual([
    [1, 2, 3, undefined, null],
    [4, 5, 6, 7, undefined],
  ]);
});

test('100,000 readings of eight tags are aligned well within a frame or two', () => {
  const times = Array.from({ length: 12_500 }, (_, index) => index * 1_000);
  const all = Array.from({ length: 8 }, (_, shift) =>
    series(
      times.map((time) => time + shift),
      times.map(Math.sin),
    ),
  );
  const aligned = align(all);
  expect(aligned.times).toHaveLength(100_000);
});

test('the place after a time', () => {
  expect([-1, 0, 5, 10, 11].map((time) => indexAfter([0, 10], time))).toEqual([0, 1, 1, 2, 2]);
});

function series(timestamps: number[], values: (number | null)[]): ChartSeries {
  return { tagId: 'tag', name: 'INV-07.ActivePower', unit: 'kW', timestamps, values };
}
