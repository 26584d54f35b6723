import { expect, test } from 'vitest';
import { byUrgency, worstByAsset } from './alarm-order.ts';

const alarm = (id: string, severity: string, status: string, minute: number, asset = id) => ({
  id,
  severity,
  status,
  triggeredAt: `2026-11-25T12:${String(minute).padStart(2, '0')}:00Z`,
  asset: { id: asset },
});
const alarms = [
  alarm('taken', 'CRITICAL', 'ACKNOWLEDGED', 9, 'INV-01'),
  alarm('old', 'HIGH', 'ACTIVE', 1, 'INV-01'),
  alarm('low', 'LOW', 'ACTIVE', 8),
  alarm('new', 'HIGH', 'ACTIVE', 7),
  alarm('worst', 'CRITICAL', 'ACTIVE', 2),
];

test('what nobody has taken on comes first, the worst of it first, then the newest', () => {
  expect(byUrgency(alarms).map(({ id }) => id)).toEqual(['worst', 'new', 'old', 'low', 'taken']);
});

test('an asset shows the alarm that it should be looked at for', () => {
  expect(worstByAsset(alarms).get('INV-01')?.id).toBe('old');
  expect(worstByAsset(alarms).get('INV-02')).toBeUndefined();
});

test("a combiner's alarm marks its inverter, which shows the worse of the two", () => {
  const combiner = { ...alarm('string', 'HIGH', 'ACTIVE', 5), asset: { id: 'INV-01-CB-1', parent: { id: 'INV-01' } } };
  const worst = worstByAsset([combiner, alarm('own', 'LOW', 'ACTIVE', 6, 'INV-01')]);
  expect([worst.get('INV-01')?.id, worst.get('INV-01-CB-1')?.id]).toEqual(['string', 'string']);
});
