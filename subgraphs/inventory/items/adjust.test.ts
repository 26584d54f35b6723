import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inventoryItems } from '@dcmms/db/inventory/inventory-items.ts';
import { inventoryTransactions } from '@dcmms/db/inventory/inventory-transactions.ts';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test('a storekeeper corrects a stock: the reason is in the ledger, the version moves on, and it is told', async () => {
  const item = await world.addItem({ code: 'GREASE', quantityOnHand: 8, unitCost: '4.00' });
  const payload = await adjust('storekeeper', item, -3, '  Three tubes leaked ');
  expect(payload).toEqual({ inventoryItem: { id: item, quantityOnHand: 5, version: 2, unitCost: '4.00' }, problems: [] });
  expect(await ledger(item)).toEqual([
    expect.objectContaining({ kind: 'opening', quantity: 8, balanceAfter: 8 }),
    expect.objectContaining({
      kind: 'adjust',
      quantity: -3,
      balanceAfter: 5,
      reason: 'Three tubes leaked',
      totalCost: '12.00',
      performedBy: world.users.colleague,
    }),
  ]);
  const told = await world.rows.select().from(outbox).where(eq(outbox.entityId, item));
  expect(told).toEqual([
    expect.objectContaining({
      topic: 'inventory_item',
      siteId: world.sites.north,
      payload: expect.objectContaining({ quantityOnHand: 5 }),
    }),
  ]);
});

test('never below zero', async () => {
  const item = await world.addItem({ code: 'CABLE', quantityOnHand: 2 });
  const payload = await adjust('manager', item, -3);
  const message = 'At most 2 of CABLE can be taken off: 2 on hand, 0 reserved.';
  expect(payload).toEqual({ inventoryItem: null, problems: [{ code: 'INSUFFICIENT_STOCK', message, path: ['change'] }] });
  expect(await ledger(item)).toHaveLength(1);
});

test('never below what is reserved', async () => {
  const item = await world.addItem({ quantityOnHand: 10, quantityReserved: 4 });
  expect((await adjust('manager', item, -7)).problems).toMatchObject([{ code: 'INSUFFICIENT_STOCK', path: ['change'] }]);
  expect((await adjust('manager', item, -6)).problems).toEqual([]);
});

test('a stock stays countable', async () => {
  const item = await world.addItem({ quantityOnHand: 1_000_000_000 });
  expect((await adjust('manager', item, 1)).problems).toMatchObject([{ code: 'INVALID', path: ['change'] }]);
});

test('every fault of the input is told at once', async () => {
  const item = await world.addItem({ quantityOnHand: 1 });
  expect((await adjust('manager', item, 0, ' ')).problems).toMatchObject([
    { code: 'INVALID', path: ['change'] },
    { code: 'INVALID', path: ['reason'] },
  ]);
});

test('corrections at once are none of them lost', async () => {
  const item = await world.addItem({ quantityOnHand: 100 });
  const answers = await Promise.all(Array.from({ length: 40 }, (_each, index) => adjust('manager', item, index % 2 === 0 ? -3 : 2)));
  expect(answers.flatMap(({ problems }) => problems)).toEqual([]);
  const [row] = await world.rows.select().from(inventoryItems).where(eq(inventoryItems.id, item));
  expect(row).toMatchObject({ quantityOnHand: 80, version: 41 });
  const rows = await ledger(item);
  expect(rows.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(80);
  expect(rows.at(-1)?.balanceAfter).toBe(80);
});

test('twenty equal corrections with one key correct once', async () => {
  const item = await world.addItem({ quantityOnHand: 10 });
  const key = uuidv7();
  const answers = await Promise.all(Array.from({ length: 20 }, () => adjust('manager', item, 5, 'Found a box', key)));
  for (const payload of answers) expect(payload).toMatchObject({ inventoryItem: { quantityOnHand: 15, version: 2 }, problems: [] });
  expect(await ledger(item)).toHaveLength(2);
});

interface Payload {
  readonly inventoryItem: { id: string; quantityOnHand: number; version: number; unitCost: string | null } | null;
  readonly problems: { code: string; message: string; path: string[] }[];
}

async function adjust(as: string, inventoryItemId: string, change: number, reason = 'Counted', idempotencyKey?: string): Promise<Payload> {
  const query = `mutation ($input: AdjustStockInput!) {
    adjustStock(input: $input) { inventoryItem { id quantityOnHand version unitCost } problems { code message path } }
  }`;
  const answered = await world.ask(as, query, { variables: { input: { inventoryItemId, change, reason } }, idempotencyKey });
  expect(answered.errors).toEqual([]);
  return (answered.data as { adjustStock: Payload }).adjustStock;
}

function ledger(itemId: string) {
  return world.rows
    .select()
    .from(inventoryTransactions)
    .where(eq(inventoryTransactions.inventoryItemId, itemId))
    .orderBy(asc(inventoryTransactions.id));
}
