import { expect, test } from 'vitest';
import { byPriority, causeOf, isCleared, sideOf } from './alarm.ts';
import { alarmOf, assetOf } from './alarm.fixture.ts';

test("the asset's code is told once", () => {
  expect(causeOf(alarmOf({ id: 'a', title: 'Transformer oil hot: TRF-01', asset: assetOf('TRF-01') }))).toBe('Transformer oil hot');
  expect(causeOf(alarmOf({ id: 'a', title: 'Transformer oil hot: TRF-01', asset: assetOf('TRF-02') }))).toBe('Transformer oil hot: TRF-01');
});

test('only what was over before anybody had acknowledged it is cleared', () => {
  expect(isCleared(alarmOf({ id: 'a', status: 'RESOLVED', needsAcknowledgement: true }))).toBe(true);
  expect(isCleared(alarmOf({ id: 'a', status: 'RESOLVED', needsAcknowledgement: false }))).toBe(false);
  expect(isCleared(alarmOf({ id: 'a', status: 'ACTIVE', needsAcknowledgement: true }))).toBe(false);
});

test('the side of the limit is said only when both are known', () => {
  expect(sideOf({ value: 97, threshold: 95 })).toBe('>');
  expect(sideOf({ value: 97, threshold: 100 })).toBe('<');
  expect(sideOf({ value: 0, threshold: 0 })).toBeNull();
  expect(sideOf({ value: null, threshold: 100 })).toBeNull();
});

test('the worst comes first, of one priority the newest raise', () => {
  const alarms = [
    alarmOf({ id: 'old', severity: 'HIGH', triggeredAt: '2026-11-25T01:00:00.000Z' }),
    alarmOf({ id: 'again', severity: 'HIGH', triggeredAt: '2026-11-24T01:00:00.000Z', lastOccurrenceAt: '2026-11-25T02:00:00.000Z' }),
    alarmOf({ id: 'worst', severity: 'CRITICAL', triggeredAt: '2026-11-20T01:00:00.000Z' }),
  ];
  expect(alarms.sort(byPriority).map(({ id }) => id)).toEqual(['worst', 'again', 'old']);
});
