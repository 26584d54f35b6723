import { expect, test } from 'vitest';
import { qualityBands } from './quality-bands.ts';
import type { Quality } from './series.ts';

const labels = { BAD: 'bad', UNCERTAIN: 'uncertain' };

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

test('thousands of flickering readings stay drawable', () => {
  expect(bands(Array.from({ length: 5_000 }, (_, index) => (index % 2 === 0 ? 'GOOD' : 'BAD'))).length).toBeLessThan(410);
});

function bands(qualities: Quality[]) {
  const timestamps = qualities.map((_, index) => index * 10);
  const found = qualityBands({ tagId: 'tag', name: 'tag', unit: null, timestamps, values: timestamps, qualities }, labels);
  return found.map(({ kind, from, to }) => [kind, from, to]);
}
