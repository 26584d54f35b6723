import { afterAll, beforeAll, expect, test } from 'vitest';
import { workOrderParts } from '@dcmms/db/work-orders/parts.ts';
import { World } from './testing/world.ts';

let world: World;
const items: string[] = [];
const orders: string[] = [];

beforeAll(async () => {
  world = await World.create();
  for (let index = 0; index < 12; index += 1) {
    const item = await world.addItem({ quantityOnHand: 9, unitCost: '1.00' });
    const order = await world.addOrder({ status: 'in_progress' });
    const part = {
      tenantId: world.home,
      workOrderId: order,
      inventoryItemId: item,
      quantityConsumed: 1,
      consumedBy: world.users.colleague,
    };
    await world.rows.insert(workOrderParts).values([part, { ...part, quantityConsumed: 2 }]);
    items.push(item);
    orders.push(order);
  }
});
afterAll(() => world[Symbol.asyncDispose]());

// A manager of sites: the scope that costs the most.
const nested = [
  {
    title: 'a list of parts with their ledgers and counts',
    statements: 4,
    ask: (size: number) => ({
      query: `query ($first: Int) { inventoryItems(first: $first) { totalCount nodes { code unitCost site { id }
        transactions(first: 3) { totalCount nodes { quantity workOrder { id } } } } } }`,
      variables: { first: size },
    }),
  },
  {
    title: 'orders with their parts, prices and the stock that is left',
    // The parts, the sites of their orders for the price, the items, and the two of their ledgers.
    statements: 5,
    ask: (size: number) => ({
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on WorkOrder {
        parts { quantity unitCost totalCost item { code quantityOnHand transactions(first: 1) { totalCount nodes { kind } } } } } } }`,
      variables: { representations: orders.slice(0, size).map((id) => ({ __typename: 'WorkOrder', id })) },
    }),
  },
  {
    title: 'parts that another subgraph points at',
    statements: 1,
    ask: (size: number) => ({
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on InventoryItem { code } } }`,
      variables: { representations: items.slice(0, size).map((id) => ({ __typename: 'InventoryItem', id })) },
    }),
  },
  {
    title: 'sites with their stores',
    statements: 2,
    ask: (size: number) => ({
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Site {
        inventoryItems(first: 2) { totalCount nodes { code } } } } }`,
      variables: { representations: [world.sites.north, world.sites.south].slice(0, size).map((id) => ({ __typename: 'Site', id })) },
    }),
  },
];

test.each(nested)('$title: $statements statements, whatever the page', async ({ ask, statements }) => {
  for (const size of [1, 2, 12]) {
    const before = world.inventory.database.statements;
    const { query, variables } = ask(size);
    const answered = await world.ask('manager', query, { variables });
    expect(answered.errors).toEqual([]);
    expect(world.inventory.database.statements - before).toBe(statements);
  }
});
