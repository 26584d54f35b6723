import { expect, test } from 'vitest';
import { chartBands, qualityBands } from './quality-bands.ts';
import type { Quality } from './series.ts';

const labels = { bad: 'bad', uncertain: 'uncertain', none: 'no good reading' };

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

test('buckets without a good reading are told apart from bad readings among good ones', () => {
  const buckets = { min: [1, null, 3], max: [1, null, 3], values: [1, null, 3], qualities: ['GOOD', 'BAD', 'BAD'] as const };
  const found = qualityBands({ tagId: 'tag', name: 'tag', unit: null, timestamps: [0, 10, 20], ...buckets }, labels);
  expect(found.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['none', 10, 20],
    ['bad', 20, 30],
  ]);
});

test('thousands of flickering readings stay drawable', () => {
  expect(bands(Array.from({ length: 5_000 }, (_, index) => (index % 2 === 0 ? 'GOOD' : 'BAD'))).length).toBeLessThan(410);
});

test('of several lines a bad time is hatched once, and one without readings where none had one', () => {
  const line = (tagId: string, qualities: Quality[], more = {}) => {
    const values = qualities.map((quality) => (quality === 'BAD' ? null : 1));
    return { tagId, name: tagId, unit: null, timestamps: [0, 10, 20, 30], values, min: values, max: values, qualities, ...more };
  };
  const told = (...series: ReturnType<typeof line>[]) => chartBands(series, labels).map(({ kind, from, to }) => [kind, from, to]);
  expect(told(line('a', ['BAD', 'BAD', 'GOOD', 'GOOD']), line('b', ['GOOD', 'BAD', 'BAD', 'GOOD']))).toEqual([['none', 10, 20]]);
  expect(told(line('a', ['GOOD', 'UNCERTAIN', 'GOOD', 'GOOD']), line('b', ['GOOD', 'UNCERTAIN', 'UNCERTAIN', 'GOOD']))).toEqual([
    ['uncertain', 10, 30],
  ]);
  expect(told(line('a', ['BAD', 'GOOD', 'GOOD', 'GOOD']), line('b', ['GOOD', 'GOOD', 'GOOD', 'GOOD'], { expected: true }))).toEqual([
    ['none', 0, 10],
  ]);
});

function bands(qualities: Quality[]) {
  const timestamps = qualities.map((_, index) => index * 10);
  const found = qualityBands({ tagId: 'tag', name: 'tag', unit: null, timestamps, values: timestamps, qualities }, labels);
  return found.map(({ kind, from, to }) => [kind, from, to]);
}
