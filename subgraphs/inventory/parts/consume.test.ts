import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inventoryItems } from '@dcmms/db/inventory/inventory-items.ts';
import { inventoryTransactions } from '@dcmms/db/inventory/inventory-transactions.ts';
import { auditLogs } from '@dcmms/db/operations/audit-logs.ts';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { workOrderParts } from '@dcmms/db/work-orders/parts.ts';
import { workOrders, workOrderStatuses } from '@dcmms/db/work-orders/work-orders.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('parts are taken for an order', () => {
  test('its assignee takes them: stock falls, ledger and part rows are written with the price of the day, and it is told', async () => {
    const item = await world.addItem({ code: 'BEARING', quantityOnHand: 10, unitCost: '80.00', averageCost: '75.50' });
    const order = await world.addOrder({ status: 'in_progress', assignedTo: world.users.technician });
    const { payload } = await consume('technician', order, [[item, 3]]);
    expect(payload).toEqual({
      workOrder: { id: order },
      parts: [
        {
          id: expect.any(String),
          quantity: 3,
          // A technician sees no money.
          unitCost: null,
          totalCost: null,
          currency: 'USD',
          item: { id: item, quantityOnHand: 7, quantityAvailable: 7, version: 2 },
          consumedBy: { id: world.users.technician },
        },
      ],
      problems: [],
    });
    expect(await ledger(item)).toEqual([
      expect.objectContaining({ kind: 'opening', quantity: 10, balanceAfter: 10 }),
      expect.objectContaining({
        kind: 'consume',
        quantity: -3,
        balanceAfter: 7,
        unitCost: '75.50',
        totalCost: '226.50',
        workOrderId: order,
        performedBy: world.users.technician,
      }),
    ]);
    const [part] = await world.rows.select().from(workOrderParts).where(eq(workOrderParts.workOrderId, order));
    expect(part).toMatchObject({
      inventoryItemId: item,
      quantityConsumed: 3,
      unitCost: '75.50',
      totalCost: '226.50',
      tenantId: world.home,
    });

    const told = await world.rows.select().from(outbox).where(eq(outbox.tenantId, world.home)).orderBy(asc(outbox.id));
    expect(told.slice(-2)).toEqual([
      expect.objectContaining({
        topic: 'work_order_part',
        entityId: order,
        siteId: world.sites.north,
        payload: { workOrderId: order, partIds: [part?.id] },
      }),
      expect.objectContaining({
        topic: 'inventory_item',
        entityId: item,
        siteId: world.sites.north,
        payload: expect.objectContaining({ id: item, code: 'BEARING', quantityOnHand: 7, version: 2 }),
      }),
    ]);
    const audited = await world.rows.select().from(auditLogs).where(eq(auditLogs.resourceId, item));
    expect(audited.at(-1)).toMatchObject({ resourceType: 'inventory_items', userId: world.users.technician, action: 'update' });
  });

  test('the price stays what it was when the part was taken', async () => {
    const item = await world.addItem({ quantityOnHand: 5, unitCost: '10.00' });
    const order = await world.addOrder({ status: 'completed', assignedTo: world.users.technician });
    await consume('manager', order, [[item, 2]]);
    await world.rows.update(inventoryItems).set({ unitCost: '99.00' }).where(eq(inventoryItems.id, item));
    const { payload } = await consume('manager', order, [[item, 1]]);
    expect(payload.parts).toEqual([expect.objectContaining({ quantity: 1, unitCost: '99.00', totalCost: '99.00' })]);
    const [before] = await world.rows
      .select()
      .from(workOrderParts)
      .where(eq(workOrderParts.workOrderId, order))
      .orderBy(asc(workOrderParts.id));
    expect(before).toMatchObject({ quantityConsumed: 2, unitCost: '10.00', totalCost: '20.00' });
  });

  test('lines of one item add up', async () => {
    const item = await world.addItem({ quantityOnHand: 10 });
    const order = await world.addOrder({ status: 'in_progress' });
    const { payload } = await consume('storekeeper', order, [
      [item, 2],
      [item, 3],
    ]);
    expect(payload.parts).toEqual([expect.objectContaining({ quantity: 5 })]);
    expect((await ledger(item)).map(({ quantity }) => quantity)).toEqual([10, -5]);
  });
});

describe('what is not there is not taken', () => {
  test('all lines or none, and every shortage is told at its line', async () => {
    const plenty = await world.addItem({ quantityOnHand: 10 });
    const few = await world.addItem({ code: 'FEW', quantityOnHand: 2 });
    const none = await world.addItem({ code: 'NONE', quantityOnHand: 0 });
    const order = await world.addOrder({ status: 'in_progress' });
    const { payload } = await consume('manager', order, [
      [none, 1],
      [plenty, 1],
      [few, 3],
    ]);
    expect(payload.parts).toBeNull();
    expect(payload.problems.toSorted((a, b) => a.path.join().localeCompare(b.path.join()))).toEqual([
      { code: 'INSUFFICIENT_STOCK', message: '1 of NONE are asked for and 0 are available.', path: ['lines', '0', 'quantity'] },
      { code: 'INSUFFICIENT_STOCK', message: '3 of FEW are asked for and 2 are available.', path: ['lines', '2', 'quantity'] },
    ]);
    expect(await onHand(plenty)).toBe(10);
    expect(await ledger(plenty)).toHaveLength(1);
    expect(await world.rows.select().from(workOrderParts).where(eq(workOrderParts.workOrderId, order))).toEqual([]);
  });

  test('what is reserved stays, and the line that asks for too much is the one that is named', async () => {
    const item = await world.addItem({ code: 'KEPT', quantityOnHand: 20, quantityReserved: 3 });
    const order = await world.addOrder({ status: 'in_progress' });
    const { payload } = await consume('manager', order, [
      [item, 10],
      [item, 8],
    ]);
    const message = '18 of KEPT are asked for and 17 are available (20 on hand, 3 reserved).';
    expect(payload.problems).toEqual([{ code: 'INSUFFICIENT_STOCK', message, path: ['lines', '1', 'quantity'] }]);
    expect((await consume('manager', order, [[item, 17]])).payload.problems).toEqual([]);
    expect(await onHand(item)).toBe(3);
  });

  test('no lines, and more lines than one call takes', async () => {
    const item = await world.addItem({ quantityOnHand: 200 });
    const order = await world.addOrder({ status: 'in_progress' });
    expect((await consume('manager', order, [])).payload.problems).toMatchObject([{ code: 'INVALID', path: ['lines'] }]);
    const many = Array.from({ length: 101 }, (): [string, number] => [item, 1]);
    expect((await consume('manager', order, many)).payload.problems).toMatchObject([{ code: 'LIMIT_EXCEEDED', path: ['lines'] }]);
  });
});

describe('the order’s state decides', () => {
  test.each(['in_progress', 'completed'] as const)('taken while it is %s', async (status) => {
    const item = await world.addItem({ quantityOnHand: 1 });
    const order = await world.addOrder({ status });
    expect((await consume('manager', order, [[item, 1]])).payload.problems).toEqual([]);
    expect(await onHand(item)).toBe(0);
  });

  test.each(workOrderStatuses.filter((status) => status !== 'in_progress' && status !== 'completed'))(
    'not while it is %s',
    async (status) => {
      const item = await world.addItem({ quantityOnHand: 1 });
      const order = await world.addOrder({ status });
      const { payload } = await consume('manager', order, [[item, 1]]);
      expect(payload.problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['workOrderId'] }]);
      expect(await onHand(item)).toBe(1);
    },
  );

  test('an order that is verified meanwhile takes no more parts', async () => {
    const item = await world.addItem({ quantityOnHand: 1 });
    const order = await world.addOrder({ status: 'completed' });
    const asked = await world.rows.transaction(async (other) => {
      await other.update(workOrders).set({ status: 'verified' }).where(eq(workOrders.id, order));
      const pending = consume('manager', order, [[item, 1]]);
      await expect.poll(waitingForALock, { timeout: 10_000 }).toBe(1);
      return { pending };
    });
    expect((await asked.pending).payload.problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    expect(await onHand(item)).toBe(1);
  });
});

describe('many at once', () => {
  test('32 people at one part: never more than there is, and the ledger sums to the stock in the order of its ids', async () => {
    const item = await world.addItem({ quantityOnHand: 300 });
    const order = await world.addOrder({ status: 'in_progress' });
    const answers = await Promise.all(
      Array.from({ length: 32 }, async (_worker, worker) => {
        const own = [];
        for (let turn = 0; turn < 10; turn += 1) own.push((await consume('manager', order, [[item, 1 + ((worker + turn) % 3)]])).payload);
        return own;
      }),
    );
    const refused = answers.flat().filter(({ problems }) => problems.length > 0);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.flatMap(({ problems }) => problems.map(({ code }) => code)))).toEqual(new Set(['INSUFFICIENT_STOCK']));

    const rows = await ledger(item);
    let balance = 0;
    for (const row of rows) {
      balance += row.quantity;
      expect(row.balanceAfter).toBe(balance);
      expect(balance).toBeGreaterThanOrEqual(0);
    }
    expect(await onHand(item)).toBe(balance);
    const taken = answers.flat().flatMap(({ parts }) => (parts ?? []).map(({ quantity }) => quantity));
    expect(taken.reduce((sum, quantity) => sum + quantity, 0)).toBe(300 - balance);
  });

  test('orders that name the same parts in another order do not wait for each other for ever', async () => {
    const one = await world.addItem({ quantityOnHand: 200 });
    const two = await world.addItem({ quantityOnHand: 200 });
    const order = await world.addOrder({ status: 'in_progress' });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_each, index) => {
        const lines: [string, number][] = [
          [one, 1],
          [two, 1],
        ];
        return consume('manager', order, index % 2 === 0 ? lines : lines.toReversed());
      }),
    );
    expect(answers.flatMap(({ payload }) => payload.problems)).toEqual([]);
    expect([await onHand(one), await onHand(two)]).toEqual([160, 160]);
  });
});

describe('Idempotency-Key', () => {
  test('twenty equal requests at once have one effect and the same answer', async () => {
    const item = await world.addItem({ quantityOnHand: 50 });
    const order = await world.addOrder({ status: 'in_progress' });
    const key = uuidv7();
    const answers = await Promise.all(Array.from({ length: 20 }, () => consume('manager', order, [[item, 2]], key)));
    expect(answers.flatMap(({ payload }) => payload.problems)).toEqual([]);
    const ids = answers.map(({ payload }) => (payload.parts ?? []).map(({ id }) => id).join());
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBe('');
    expect(await onHand(item)).toBe(48);
    expect(await ledger(item)).toHaveLength(2);

    const other = await consume('manager', order, [[item, 3]], key);
    expect(other.payload).toMatchObject({ parts: null, workOrder: null, problems: [{ code: 'CONFLICT' }] });
    expect(await onHand(item)).toBe(48);
  });

  test('what was refused may be tried again with its key', async () => {
    const item = await world.addItem({ quantityOnHand: 1 });
    const order = await world.addOrder({ status: 'on_hold' });
    const key = uuidv7();
    expect((await consume('manager', order, [[item, 1]], key)).payload.problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    await world.rows.update(workOrders).set({ status: 'in_progress' }).where(eq(workOrders.id, order));
    expect((await consume('manager', order, [[item, 1]], key)).payload.problems).toEqual([]);
    expect(await onHand(item)).toBe(0);
  });
});

interface Payload {
  readonly workOrder: { id: string } | null;
  readonly parts: { id: string; quantity: number }[] | null;
  readonly problems: { code: string; message: string; path: string[] }[];
}

async function consume(as: string, workOrderId: string, lines: readonly (readonly [string, number])[], idempotencyKey?: string) {
  const query = `mutation ($input: ConsumePartsInput!) {
    consumeParts(input: $input) {
      workOrder { id }
      parts { id quantity unitCost totalCost currency item { id quantityOnHand quantityAvailable version } consumedBy { id } }
      problems { code message path }
    }
  }`;
  const input = { workOrderId, lines: lines.map(([inventoryItemId, quantity]) => ({ inventoryItemId, quantity })) };
  const answered = await world.ask(as, query, { variables: { input }, idempotencyKey });
  expect(answered.errors).toEqual([]);
  return { payload: (answered.data as { consumeParts: Payload }).consumeParts };
}

async function onHand(itemId: string): Promise<number | undefined> {
  const [item] = await world.rows
    .select({ quantity: inventoryItems.quantityOnHand })
    .from(inventoryItems)
    .where(eq(inventoryItems.id, itemId));
  return item?.quantity;
}

function ledger(itemId: string) {
  return world.rows
    .select()
    .from(inventoryTransactions)
    .where(eq(inventoryTransactions.inventoryItemId, itemId))
    .orderBy(asc(inventoryTransactions.id));
}

/** How many statements of inventory wait for somebody's lock in this database. */
async function waitingForALock(): Promise<number> {
  const found = await world.rows.execute<{ n: number }>(
    sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'inventory' and wait_event_type = 'Lock'`,
  );
  return found.rows[0]?.n ?? 0;
}
