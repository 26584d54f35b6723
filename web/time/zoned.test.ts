import { describe, expect, it } from 'vitest';
import { dayNumber, instantAt, offsetMs, shift, startOf, wallAt } from './zoned.ts';

const paris = 'Europe/Paris';
const wall = (year: number, month: number, day: number, hour = 0, minute = 0) => ({ year, month, day, hour, minute, second: 0 });

describe('A wall clock', () => {
  it('shows the time of its zone, winter and summer', () => {
    expect(wallAt(new Date('2026-11-25T12:42:07Z'), paris)).toEqual({ year: 2026, month: 11, day: 25, hour: 13, minute: 42, second: 7 });
    expect(wallAt(new Date('2026-07-01T23:30:00Z'), 'America/Los_Angeles')).toMatchObject({ month: 7, day: 1, hour: 16, minute: 30 });
    expect(offsetMs(new Date('2026-07-01T00:00:00.500Z'), 'Asia/Kolkata')).toBe(5.5 * 3_600_000);
  });

  it('has years of one and two digits, as they are while somebody types them', () => {
    for (const year of [2, 20, 202, 2026])
      expect(wallAt(instantAt(wall(year, 11, 25, 13, 42), paris), paris)).toMatchObject({ year, hour: 13 });
  });

  it('and its instant are each other’s inverse at every hour around both changes of the clock', () => {
    for (const start of ['2026-03-28T00:00:00Z', '2026-10-24T00:00:00Z']) {
      for (let hour = 0; hour < 72; hour += 1) {
        const instant = new Date(Date.parse(start) + hour * 3_600_000);
        const again = instantAt(wallAt(instant, paris), paris);
        // The hour that comes twice is told as its first.
        expect([0, 3_600_000]).toContain(instant.getTime() - again.getTime());
      }
    }
  });

  it('takes the first of two readings in autumn, and goes on behind the gap in spring', () => {
    expect(instantAt(wall(2026, 10, 25, 2, 30), paris).toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(instantAt(wall(2026, 3, 29, 2, 30), paris).toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });
});

describe('The start of a unit', () => {
  it('is midnight by the zone’s own calendar, weeks begin on Monday', () => {
    const instant = new Date('2026-11-25T23:30:00Z');
    expect(startOf('d', instant, paris).toISOString()).toBe('2026-11-25T23:00:00.000Z');
    expect(startOf('w', instant, paris).toISOString()).toBe('2026-11-22T23:00:00.000Z');
    expect(startOf('M', instant, paris).toISOString()).toBe('2026-10-31T23:00:00.000Z');
    expect(startOf('y', instant, 'UTC').toISOString()).toBe('2026-01-01T00:00:00.000Z');
    expect(startOf('h', new Date('2026-11-25T10:40:00Z'), 'Asia/Kolkata').toISOString()).toBe('2026-11-25T10:30:00.000Z');
  });
});

describe('A shift', () => {
  it('of days keeps the clock’s time over a change, one of hours does not', () => {
    const noon = instantAt(wall(2026, 10, 24, 12), paris);
    expect(wallAt(shift(noon, 1, 'd', paris), paris)).toMatchObject({ day: 25, hour: 12 });
    expect(wallAt(shift(noon, 24, 'h', paris), paris)).toMatchObject({ day: 25, hour: 11 });
  });

  it('of months ends on the last day where there is no such day', () => {
    expect(wallAt(shift(instantAt(wall(2026, 3, 31, 8), paris), -1, 'M', paris), paris)).toMatchObject({ month: 2, day: 28, hour: 8 });
    expect(wallAt(shift(instantAt(wall(2024, 2, 29), paris), 1, 'y', paris), paris)).toMatchObject({ year: 2025, month: 2, day: 28 });
  });
});

it('Two instants of one day there have one day number', () => {
  expect(dayNumber(new Date('2026-11-25T22:59:00Z'), paris)).toBe(dayNumber(new Date('2026-11-24T23:00:00Z'), paris));
  expect(dayNumber(new Date('2026-11-25T23:00:00Z'), paris)).toBe(dayNumber(new Date('2026-11-25T22:59:00Z'), paris) + 1);
});
