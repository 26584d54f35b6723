import { afterAll, beforeAll, expect, test } from 'vitest';
import { World } from './testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test.each([
  ['manager', { north: '80.00', south: '80.00' }],
  ['auditor', { north: '80.00', south: '80.00' }],
  ['buyer', { north: '80.00', south: null }],
])('money of the sites whose costs a %s may read, null without an error elsewhere', async (as, price) => {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on InventoryItem { unitCost }
    ... on WorkOrder { parts { unitCost totalCost item { unitCost } } }
  } }`;
  const { fan, southFan } = world.items;
  const { colleagues, south } = world.orders;
  const representations = [
    { __typename: 'InventoryItem', id: fan },
    { __typename: 'InventoryItem', id: southFan },
    { __typename: 'WorkOrder', id: colleagues },
    { __typename: 'WorkOrder', id: south },
  ];
  const { data, errors } = await world.ask(as, query, { variables: { representations } });
  expect(errors).toEqual([]);
  const part = (unitCost: string | null) => ({ unitCost, totalCost: unitCost && '160.00', item: { unitCost } });
  expect(data).toEqual({
    _entities: [{ unitCost: price.north }, { unitCost: price.south }, { parts: [part(price.north)] }, { parts: [part(price.south)] }],
  });
});

test('who may see parts of orders and not the store sees what was used, and that the rest needs a permission', async () => {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on WorkOrder { parts { quantity item { code } } }
  } }`;
  const variables = { representations: [{ __typename: 'WorkOrder', id: world.orders.colleagues }] };
  const { data, errors } = await world.ask('operator', query, { variables });
  expect(data).toEqual({ _entities: [{ parts: [{ quantity: 2, item: null }] }] });
  expect(errors).toMatchObject([{ code: 'FORBIDDEN', path: ['_entities', 0, 'parts', 0, 'item'] }]);
});
