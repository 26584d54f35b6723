import { expect, test } from 'vitest';
import { fromText, toText } from './range-text.ts';

test('a clock time is meant by the zone that the page shows', () => {
  expect(fromText('2026-11-25T14:00', 'Europe/Paris', 'start')).toBe('2026-11-25T13:00:00.000Z');
  expect(fromText(' 2026-07-01 14:00:30 ', 'America/Los_Angeles', 'end')).toBe('2026-07-01T21:00:30.000Z');
});

test('a day alone begins at its midnight and ends when it is over, of 23 hours too', () => {
  expect(fromText('2026-03-29', 'Europe/Paris', 'start')).toBe('2026-03-28T23:00:00.000Z');
  expect(fromText('2026-03-29', 'Europe/Paris', 'end')).toBe('2026-03-29T22:00:00.000Z');
});

test('what says its zone, is relative or cannot be read stays', () => {
  for (const text of ['2026-11-25T14:00:00Z', 'now-6h', 'now/d', 'soon']) expect(fromText(text, 'Europe/Paris', 'start')).toBe(text);
});

test('an instant is shown by the page’s clock, and is the same when it comes back', () => {
  expect(toText('2026-11-25T13:00:00.000Z', 'Europe/Paris')).toBe('2026-11-25T14:00');
  expect(fromText(toText('2026-11-25T13:00:09.000Z', 'Asia/Kolkata'), 'Asia/Kolkata', 'start')).toBe('2026-11-25T13:00:09.000Z');
  expect(toText('now-1h', 'UTC')).toBe('now-1h');
});
