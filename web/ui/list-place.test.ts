import { expect, it } from 'vitest';
import { nextOnWay, placeAsked, rowAt, type Asked } from './list-place.ts';

const asked = (row: number | null, question: Record<string, string> = { site: '' }): Asked => ({ question, row });

it('The top is not named; a place that was gone to is named as it was asked for', () => {
  expect(rowAt(0, 28)).toBeNull();
  expect(rowAt(-40, 28)).toBeNull();
  for (const height of [28, 36, 60, 98]) {
    for (const row of [2, 340, 999]) {
      expect(rowAt((row - 1) * height, height)).toBe(row);
      // Screens with fractions of pixels give back a little less.
      expect(rowAt((row - 1) * height - 0.4, height)).toBe(row);
    }
  }
});

it('Who comes by a URL is brought to its row', () => {
  expect(placeAsked(undefined, asked(340))).toBe(340);
  expect(placeAsked(undefined, asked(null))).toBeUndefined();
});

it('The list stays where it is while only its row in the URL changes', () => {
  expect(placeAsked(asked(340), asked(12))).toBeUndefined();
  expect(placeAsked(asked(340), asked(null))).toBeUndefined();
});

it('A filter begins at the top; Back from it brings the row that was there', () => {
  expect(placeAsked(asked(340), asked(340, { site: 'a' }))).toBeNull();
  expect(placeAsked(asked(null, { site: 'a' }), asked(340))).toBe(340);
  expect(placeAsked(asked(12, { site: 'a' }), asked(null))).toBeNull();
});

it('A filter that only becomes known is no other question', () => {
  expect(placeAsked(asked(340), asked(340, { site: '', person: 'x' }))).toBeUndefined();
  expect(placeAsked(asked(340, { site: '', person: 'x' }), asked(340))).toBeUndefined();
});

it('Pages are read until the row is there or there are no more', () => {
  const way = { row: 340, more: true, ready: true };
  expect(nextOnWay({ ...way, count: 0, read: 0, ready: false })).toBe('wait');
  expect([100, 200, 300, 400].map((count) => nextOnWay({ ...way, count, read: count }))).toEqual(['read', 'read', 'read', 'arrive']);
  expect(nextOnWay({ ...way, count: 250, read: 250, more: false })).toBe('arrive');
  // Ten alarms in a line each.
  expect(nextOnWay({ ...way, count: 34, read: 340 })).toBe('arrive');
});
