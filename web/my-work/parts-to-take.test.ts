import { expect, test } from 'vitest';
import type { StockItem } from './my-orders.ts';
import { partsToTake } from './parts-to-take.ts';

function item(code: string, name: string, over: Partial<StockItem> = {}): StockItem {
  return {
    __typename: 'InventoryItem',
    id: code,
    code,
    name,
    unitOfMeasure: 'EACH',
    quantityAvailable: 5,
    binLocation: null,
    status: 'ACTIVE',
    site: null,
    ...over,
  };
}

const store = [
  item('BLT-1', 'Bolt M8'),
  item('FAN-120', 'Fan 120 mm'),
  item('FUS-10', 'Fuse 10 A'),
  item('OLD-1', 'Old fan', { status: 'OBSOLETE' }),
];
const order = { title: 'Heatsink too hot', description: null, tasks: [], parts: [] };
const codes = (items: readonly StockItem[]) => items.map(({ code }) => code);

test('what the order speaks of stands first', () => {
  expect(codes(partsToTake(store, { ...order, title: 'Replace the fan' }, ''))).toEqual(['FAN-120', 'BLT-1', 'FUS-10']);
});

test('what cannot be had is left out, and the search goes by code and name', () => {
  expect(codes(partsToTake([...store, item('FAN-140', 'Fan 140 mm', { quantityAvailable: 0 })], order, 'fan'))).toEqual(['FAN-120']);
});
