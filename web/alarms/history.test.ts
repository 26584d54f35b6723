import { expect, test } from 'vitest';
import { alarmOf } from './alarm.fixture.ts';
import { historyOf, isAutomatic, type AlarmRecord } from './history.ts';

function recordOf(of: Partial<AlarmRecord>): AlarmRecord {
  return { ...alarmOf({ id: 'a' }), category: null, resolvedBy: null, resolution: null, rule: null, tag: null, workOrder: null, ...of };
}

test('what happened is told in its order, with who did it', () => {
  const history = historyOf(
    recordOf({
      triggeredAt: '2026-11-25T02:00:00.000Z',
      occurrenceCount: 3,
      lastOccurrenceAt: '2026-11-25T02:40:00.000Z',
      acknowledgedAt: '2026-11-25T02:45:00.000Z',
      acknowledgedBy: { __typename: 'User', id: 'u', displayName: 'Kim Ostrander' },
      acknowledgmentComment: 'On my way',
      resolvedAt: '2026-11-25T03:10:00.000Z',
      resolvedAutomatically: true,
    }),
  );
  expect(history.map(({ kind, by }) => [kind, by])).toEqual([
    ['raised', null],
    ['raisedAgain', null],
    ['acknowledged', 'Kim Ostrander'],
    ['cleared', null],
  ]);
});

test('what a person did is never said to be of the system, also where the row does not keep who it was', () => {
  const history = historyOf(
    recordOf({
      status: 'SUPPRESSED',
      triggeredAt: '2026-11-25T02:00:00.000Z',
      acknowledgedAt: '2026-11-25T02:45:00.000Z',
      suppressedUntil: '2026-11-25T03:10:00.000Z',
      suppressionReason: 'Fan is on order',
    }),
  );
  expect(history.map(({ kind, by }) => [kind, by ?? (isAutomatic(kind) ? 'System' : null)])).toEqual([
    ['raised', 'System'],
    ['acknowledged', null],
    ['suppressed', null],
  ]);
});

test('an end by hand is no clearing', () => {
  const [, end] = historyOf(
    recordOf({ resolvedAt: '2026-11-25T03:10:00.000Z', resolvedAutomatically: false, resolution: 'Filter cleaned' }),
  );
  expect(end).toMatchObject({ kind: 'resolved', text: 'Filter cleaned' });
});
