import { expect, test } from 'vitest';
import { timeTicks } from './ticks.ts';

const at = (text: string) => Date.parse(text);
const labels = (from: string, to: string, zone: string, max = 8) =>
  timeTicks({ from: at(from), to: at(to) }, zone, max, 'en').map(({ label }) => label);

test('six hours are told in whole hours of a 24-hour clock, in the zone', () => {
  expect(labels('2026-11-25T12:10:00Z', '2026-11-25T18:10:00Z', 'Europe/Paris')).toEqual([
    '14:00',
    '15:00',
    '16:00',
    '17:00',
    '18:00',
    '19:00',
  ]);
});

test('where a day begins its name stands', () => {
  expect(labels('2026-11-25T20:00:00Z', '2026-11-26T04:00:00Z', 'UTC', 4)).toEqual(['20:00', '22:00', 'Thu 26 Nov', '02:00', '04:00']);
});

test('a zone with half an hour has whole hours too', () => {
  expect(labels('2026-11-25T12:00:00Z', '2026-11-25T15:00:00Z', 'Asia/Kolkata', 4)).toEqual(['18:00', '19:00', '20:00']);
});

test('the day of 23 hours skips the hour that is not there', () => {
  expect(labels('2026-03-28T23:30:00Z', '2026-03-29T03:30:00Z', 'Europe/Paris', 4)).toEqual(['01:00', '03:00', '04:00', '05:00']);
});

test('the day of 25 hours keeps its midnights', () => {
  const days = timeTicks({ from: at('2026-10-24T00:00:00Z'), to: at('2026-10-27T00:00:00Z') }, 'Europe/Paris', 4, 'en');
  expect(days.map((tick) => new Date(tick.at).toISOString())).toEqual([
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
    '2026-10-26T23:00:00.000Z',
  ]);
});

test('seconds, weeks, months and years have steps of their own', () => {
  expect(labels('2026-11-25T12:00:00Z', '2026-11-25T12:00:40Z', 'UTC', 5)[1]).toBe('12:00:10');
  expect(timeTicks({ from: at('2026-10-01T00:00:00Z'), to: at('2026-11-20T00:00:00Z') }, 'UTC', 8, 'en')[0]?.at).toBe(
    at('2026-10-05T00:00:00Z'),
  );
  expect(labels('2025-11-15T00:00:00Z', '2026-11-15T00:00:00Z', 'UTC', 12)).toEqual(
    ['Dec', '2026', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov'].map((name) =>
      expect.stringContaining(name.slice(0, 3)),
    ),
  );
});

test('names of days are of the language', () => {
  const [, midnight] = timeTicks({ from: at('2026-11-25T12:00:00Z'), to: at('2026-11-26T12:00:00Z') }, 'UTC', 2, 'de');
  expect(midnight).toMatchObject({ greater: true, label: expect.stringContaining('Do') });
});

test('a week on a narrow chart has several days, and a month several weeks', () => {
  expect(labels('2026-11-18T20:00:00Z', '2026-11-25T20:00:00Z', 'UTC', 3).length).toBeGreaterThan(1);
  expect(labels('2026-10-26T20:00:00Z', '2026-11-25T20:00:00Z', 'UTC', 4).length).toBeGreaterThan(1);
});
