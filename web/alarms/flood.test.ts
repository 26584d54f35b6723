import { expect, test } from 'vitest';
import { alarmOf, assetOf } from './alarm.fixture.ts';
import { groupFlood, isFlood, type FloodEntry } from './flood.ts';

const now = Date.parse('2026-11-25T03:00:00.000Z');

function at(secondsAgo: number): string {
  return new Date(now - secondsAgo * 1000).toISOString();
}

function told(entries: readonly FloodEntry[]): string[] {
  return entries.map((entry) =>
    entry.kind === 'alarm' ? entry.alarm.id : `${entry.group.by}: ${entry.group.alarms.map(({ id }) => id).join(' ')}`,
  );
}

test('eleven unacknowledged alarms within ten minutes are a flood; ten, older ones and acknowledged ones are not', () => {
  const eleven = Array.from({ length: 11 }, (_, index) => alarmOf({ id: `${index}`, triggeredAt: at(60) }));
  expect(isFlood(eleven, now)).toBe(true);
  expect(isFlood(eleven.slice(1), now)).toBe(false);
  expect(
    isFlood(
      eleven.map((alarm) => ({ ...alarm, triggeredAt: at(601) })),
      now,
    ),
  ).toBe(false);
  expect(
    isFlood(
      eleven.map((alarm) => ({ ...alarm, status: 'ACKNOWLEDGED' as const, needsAcknowledgement: false })),
      now,
    ),
  ).toBe(false);
});

test('alarms that came and went in the ten minutes are part of the flood', () => {
  const eleven = Array.from({ length: 11 }, (_, index) =>
    alarmOf({ id: `${index}`, triggeredAt: at(60), status: 'RESOLVED', needsAcknowledgement: true }),
  );
  expect(isFlood(eleven, now)).toBe(true);
});

test('an alarm that was raised again counts by its last raise', () => {
  const eleven = Array.from({ length: 11 }, (_, index) => alarmOf({ id: `${index}`, triggeredAt: at(7200), lastOccurrenceAt: at(30) }));
  expect(isFlood(eleven, now)).toBe(true);
});

test('one cause on three assets of a site is one line, and the rest of an asset another', () => {
  const entries = groupFlood([
    ...['INV-01', 'INV-02', 'INV-03'].map((code) =>
      alarmOf({ id: `f${code}`, title: `Grid frequency: ${code}`, asset: assetOf(code), severity: 'MEDIUM' }),
    ),
    alarmOf({ id: 'oil', title: 'Oil: TRF-01', asset: assetOf('TRF-01'), severity: 'CRITICAL' }),
    alarmOf({ id: 'winding', title: 'Winding: TRF-01', asset: assetOf('TRF-01'), severity: 'HIGH' }),
    alarmOf({ id: 'alone', title: 'Battery', asset: assetOf('BESS-01'), severity: 'LOW' }),
  ]);
  expect(told(entries)).toEqual(['asset: oil winding', 'cause: fINV-03 fINV-02 fINV-01', 'alone']);
});

test('the same cause on two assets only is no common cause', () => {
  const entries = groupFlood(['TRF-01', 'TRF-02'].map((code) => alarmOf({ id: code, title: `Oil: ${code}`, asset: assetOf(code) })));
  expect(told(entries)).toEqual(['TRF-02', 'TRF-01']);
});

test('alarms without an asset are never one asset', () => {
  const entries = groupFlood([alarmOf({ id: 'a', title: 'One' }), alarmOf({ id: 'b', title: 'Two' })]);
  expect(entries.every(({ kind }) => kind === 'alarm')).toBe(true);
});
