import { expect, test } from 'vitest';
import { proposedWindow } from './planned-window.ts';

test('the next full hour of the working day at the site, as long as was estimated', () => {
  expect(proposedWindow(new Date('2026-11-25T09:20:00Z'), 'Europe/Paris', 90)).toEqual({
    start: '2026-11-25T10:00:00.000Z',
    end: '2026-11-25T11:30:00.000Z',
  });
});

test('in the evening the morning after, in the night the same morning', () => {
  expect(proposedWindow(new Date('2026-11-25T19:20:00Z'), 'Europe/Paris', null).start).toBe('2026-11-26T07:00:00.000Z');
  expect(proposedWindow(new Date('2026-11-25T01:20:00Z'), 'Europe/Paris', null).start).toBe('2026-11-25T07:00:00.000Z');
});
