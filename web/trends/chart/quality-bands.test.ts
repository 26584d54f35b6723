import { expect, test } from 'vitest';
import { chartBands, qualityBands } from './quality-bands.ts';
import type { Quality } from './series.ts';

const labels = { bad: 'bad', uncertain: 'uncertain' };

test('a band reaches from the first reading of its quality to the next of another', () => {
  expect(bands(['GOOD', 'BAD', 'BAD', 'UNCERTAIN', 'GOOD'])).toEqual([
    ['bad', 10, 30],
    ['uncertain', 30, 40],
  ]);
});

test('one that lasts to the end covers the last bucket whole', () => {
  expect(bands(['GOOD', 'GOOD', 'BAD'])).toEqual([['bad', 20, 30]]);
});

test('good readings have none, nor have readings without a quality', () => {
  expect(bands(['GOOD', 'GOOD'])).toEqual([]);
  expect(qualityBands({ tagId: 'tag', name: 'tag', unit: null, timestamps: [0], values: [1] }, labels)).toEqual([]);
});

test('a bucket without readings is a gap; one with bad readings alone is bad', () => {
  const buckets = { min: [1, null, null], max: [1, null, null], values: [1, null, null], qualities: ['GOOD', 'BAD', 'BAD'] as const };
  const series = { tagId: 'tag', name: 'tag', unit: null, timestamps: [0, 10, 20], ...buckets };
  expect(qualityBands({ ...series, counts: [6, 0, 6] }, labels).map(({ kind, from, to }) => [kind, from, to])).toEqual([['bad', 20, 30]]);
  expect(qualityBands(series, labels)).toEqual([]);
});

test('thousands of flickering readings stay drawable', () => {
  expect(bands(Array.from({ length: 5_000 }, (_, index) => (index % 2 === 0 ? 'GOOD' : 'BAD'))).length).toBeLessThan(410);
});

test('of several lines a time is hatched once; what was expected counts for nothing', () => {
  const line = (tagId: string, qualities: Quality[], more = {}) => {
    const values = qualities.map(() => 1);
    return { tagId, name: tagId, unit: null, timestamps: [0, 10, 20, 30], values, qualities, ...more };
  };
  const told = (...series: ReturnType<typeof line>[]) => chartBands(series, labels).map(({ kind, from, to }) => [kind, from, to]);
  expect(told(line('a', ['BAD', 'BAD', 'GOOD', 'GOOD']), line('b', ['GOOD', 'BAD', 'BAD', 'GOOD']))).toEqual([['bad', 0, 30]]);
  expect(told(line('a', ['BAD', 'GOOD', 'UNCERTAIN', 'GOOD']))).toEqual([
    ['uncertain', 20, 30],
    ['bad', 0, 10],
  ]);
  expect(told(line('a', ['BAD', 'GOOD', 'GOOD', 'GOOD'], { expected: true }))).toEqual([]);
});

function bands(qualities: Quality[]) {
  const timestamps = qualities.map((_, index) => index * 10);
  const found = qualityBands({ tagId: 'tag', name: 'tag', unit: null, timestamps, values: timestamps, qualities }, labels);
  return found.map(({ kind, from, to }) => [kind, from, to]);
}
