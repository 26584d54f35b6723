import { describe, expect, it } from 'vitest';
import { moved, parseRange, quickRanges, zoomed } from './range.ts';

const now = new Date('2026-11-25T12:42:07.500Z');
const told = (from: string, to: string, zone = 'UTC') => {
  const range = parseRange(from, to, now, zone);
  return range === null ? null : [range.from.toISOString(), range.to.toISOString(), range.live];
};

describe('A range', () => {
  it('reads what Grafana reads', () => {
    expect(told('now-6h', 'now')).toEqual(['2026-11-25T06:42:07.500Z', '2026-11-25T12:42:07.500Z', true]);
    expect(told('now-1d/d', 'now-1d/d')).toEqual(['2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z', false]);
    expect(told('now-1M/M', 'now/M')).toEqual(['2026-10-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z', false]);
    expect(told('now-1d+6h', 'now')).toEqual(['2026-11-24T18:42:07.500Z', '2026-11-25T12:42:07.500Z', true]);
  });

  it('rounds by the calendar of its zone', () => {
    expect(told('now/d', 'now', 'America/Los_Angeles')?.[0]).toBe('2026-11-25T08:00:00.000Z');
    expect(told('now/w', 'now', 'Europe/Paris')?.[0]).toBe('2026-11-22T23:00:00.000Z');
  });

  it('takes instants as they are', () => {
    expect(told('2026-11-25T06:00:00Z', '2026-11-25T07:00:00+01:00')).toBeNull();
    expect(told('2026-11-25T06:00:00Z', '2026-11-25T09:00:00+01:00')).toEqual([
      '2026-11-25T06:00:00.000Z',
      '2026-11-25T08:00:00.000Z',
      false,
    ]);
    expect(told('1764054000000', 'now')?.[0]).toBe('2025-11-25T07:00:00.000Z');
  });

  it('is none when it cannot be read or ends before it begins', () => {
    for (const [from, to] of [
      ['yesterday', 'now'],
      ['now-6x', 'now'],
      ['now', 'now-6h'],
      ['now-1h', 'now-1h'],
      ['', ''],
      ['now-6h; drop', 'now'],
      ['2026-13-40', 'now'],
    ] as const) {
      expect(told(from, to)).toBeNull();
    }
  });

  it('of every quick choice can be read', () => {
    for (const { from, to } of quickRanges) expect(told(from, to, 'Europe/Paris')).not.toBeNull();
  });
});

it('Moving and zooming keep the length and the middle', () => {
  const range = parseRange('2026-11-25T06:00:00Z', '2026-11-25T08:00:00Z', now);
  if (range === null) throw new Error('no range');
  expect(moved(range, -0.5)).toEqual({ from: '2026-11-25T05:00:00.000Z', to: '2026-11-25T07:00:00.000Z' });
  expect(zoomed(range, 2)).toEqual({ from: '2026-11-25T05:00:00.000Z', to: '2026-11-25T09:00:00.000Z' });
  expect(zoomed(range, 0)).toEqual({ from: '2026-11-25T06:59:59.000Z', to: '2026-11-25T07:00:01.000Z' });
});
