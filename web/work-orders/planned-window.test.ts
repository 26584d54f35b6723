import { expect, test } from 'vitest';
import { movedEnd, proposedWindow } from './planned-window.ts';

const paris = 'Europe/Paris';

test('the next full hour of the working day at the site, as long as was estimated', () => {
  expect(proposedWindow(new Date('2026-11-25T09:20:00Z'), paris, { minutes: 90 })).toEqual({
    start: '2026-11-25T10:00:00.000Z',
    end: '2026-11-25T11:30:00.000Z',
  });
});

test('in the evening the morning after, in the night the same morning', () => {
  expect(proposedWindow(new Date('2026-11-25T19:20:00Z'), paris, {}).start).toBe('2026-11-26T07:00:00.000Z');
  expect(proposedWindow(new Date('2026-11-25T01:20:00Z'), paris, {}).start).toBe('2026-11-25T07:00:00.000Z');
});

test('at once, on a full five minutes, when the morning would be too late or it is critical', () => {
  const night = new Date('2026-11-25T22:09:00Z');
  expect(proposedWindow(night, paris, { minutes: 60, dueAt: '2026-11-26T06:06:00Z' })).toEqual({
    start: '2026-11-25T22:15:00.000Z',
    end: '2026-11-25T23:15:00.000Z',
  });
  expect(proposedWindow(night, paris, { dueAt: '2026-11-26T09:00:00Z' }).start).toBe('2026-11-26T07:00:00.000Z');
  expect(proposedWindow(night, paris, { priority: 'CRITICAL' }).start).toBe('2026-11-25T22:15:00.000Z');
  expect(proposedWindow(night, paris, { priority: 'HIGH' }).start).toBe('2026-11-26T07:00:00.000Z');
});

test('a start that is moved takes the end along; while it is typed the end stays', () => {
  const before = { start: '2026-11-26T07:00:00.000Z', end: '2026-11-26T09:00:00.000Z' };
  expect(movedEnd('2026-11-25T22:30:00.000Z', before)).toEqual({ end: '2026-11-26T00:30:00.000Z' });
  for (const half of ['', '0002-11-25T22:30:00.000Z']) expect(movedEnd(half, before)).toEqual({});
  expect(movedEnd('2026-11-25T22:30:00.000Z', { ...before, end: '' })).toEqual({});
});
