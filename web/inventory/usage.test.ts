import { expect, test } from 'vitest';
import { usageOf } from './usage.ts';

const inverter = { id: 'a', code: 'INV-07', name: 'Inverter 07' };
const other = { id: 'b', code: 'INV-02', name: 'Inverter 02' };
const movement = (kind: string, quantity: number, day: number, number?: string, asset = inverter) => ({
  kind,
  quantity,
  occurredAt: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`,
  workOrder: number === undefined ? null : { number, asset },
});

test('what orders took less what they brought back, per asset, most first', () => {
  expect(
    usageOf([
      movement('ADJUST', -1, 24),
      movement('RETURN', 1, 23, 'WO-2'),
      movement('CONSUME', -4, 22, 'WO-2'),
      movement('CONSUME', -5, 21, 'WO-3', other),
      movement('CONSUME', -1, 20, 'WO-1'),
      movement('OPENING', 40, 1),
    ]),
  ).toEqual([
    { asset: other, quantity: 5, orders: ['WO-3'], lastAt: '2026-11-21T08:00:00Z' },
    { asset: inverter, quantity: 4, orders: ['WO-2', 'WO-1'], lastAt: '2026-11-23T08:00:00Z' },
  ]);
});

test('what was all brought back was not used', () => {
  expect(usageOf([movement('RETURN', 2, 2, 'WO-1'), movement('CONSUME', -2, 1, 'WO-1')])).toEqual([]);
});
