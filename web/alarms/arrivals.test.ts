import { expect, test } from 'vitest';
import { alarmOf } from './alarm.fixture.ts';
import { collect, stillWaiting, takeUp } from './arrivals.ts';

test('a new alarm waits until it is shown, the worst of them first', () => {
  const seen = takeUp(new Map(), [alarmOf({ id: 'shown' })]);
  const one = collect([], alarmOf({ id: 'low', severity: 'LOW' }), seen);
  const two = collect(one, alarmOf({ id: 'critical', severity: 'CRITICAL' }), seen);
  expect(two.map(({ id }) => id)).toEqual(['critical', 'low']);
});

test('a shown alarm that is raised again waits too; any other change of it does not', () => {
  const seen = takeUp(new Map(), [alarmOf({ id: 'shown', occurrenceCount: 1 })]);
  expect(collect([], alarmOf({ id: 'shown', occurrenceCount: 1 }), seen)).toHaveLength(0);
  expect(collect([], alarmOf({ id: 'shown', occurrenceCount: 2, status: 'RESOLVED' }), seen)).toHaveLength(0);
  expect(collect([], alarmOf({ id: 'shown', occurrenceCount: 2 }), seen)).toHaveLength(1);
});

test('what came and went before it was shown waits on as what it is now; an alarm of the list that is over is no arrival', () => {
  const waiting = collect([], alarmOf({ id: 'new' }), new Map());
  const over = alarmOf({ id: 'new', status: 'RESOLVED', needsAcknowledgement: true });
  expect(collect(waiting, over, new Map())).toEqual([over]);
  expect(collect([], over, new Map())).toHaveLength(0);
  expect(collect([over], { ...over, needsAcknowledgement: false }, new Map())).toHaveLength(0);
});

test('what was resolved or taken on before it was shown waits no longer', () => {
  const waiting = collect([], alarmOf({ id: 'new' }), new Map());
  expect(collect(waiting, alarmOf({ id: 'new', status: 'RESOLVED' }), new Map())).toHaveLength(0);
  expect(collect(waiting, alarmOf({ id: 'new', status: 'ACKNOWLEDGED' }), new Map())).toHaveLength(0);
});

test('a list that draws a raised alarm again does not take the raise up by that', () => {
  const seen = takeUp(new Map(), [alarmOf({ id: 'shown', occurrenceCount: 1 })]);
  const redrawn = takeUp(seen, [alarmOf({ id: 'shown', occurrenceCount: 2 })]);
  expect(collect([], alarmOf({ id: 'shown', occurrenceCount: 2 }), redrawn)).toHaveLength(1);
});

test('an alarm that comes back from a shelf is an arrival, for the list had let it go', () => {
  const seen = takeUp(takeUp(new Map(), [alarmOf({ id: 'shelved' })]), []);
  expect(collect([], alarmOf({ id: 'shelved' }), seen)).toHaveLength(1);
});

test('a new alarm that the list was read with waits no longer; one that was raised again does', () => {
  const seen = takeUp(new Map(), [alarmOf({ id: 'again', occurrenceCount: 1 })]);
  const waiting = [alarmOf({ id: 'again', occurrenceCount: 2 }), alarmOf({ id: 'new' })];
  expect(stillWaiting(waiting, seen, [alarmOf({ id: 'again' }), alarmOf({ id: 'new' })]).map(({ id }) => id)).toEqual(['again']);
});
