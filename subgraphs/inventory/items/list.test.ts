import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('a part', () => {
  test('shows its stock, and its price to whoever may see money of its site', async () => {
    const query = `query ($id: ID!) { inventoryItem(id: $id) {
      code name category unitOfMeasure status quantityOnHand quantityReserved quantityAvailable minQuantity isLow unitCost currency version
      site { id }
    } }`;
    const asked = async (as: string, id = world.items.fan) => {
      const { data, errors } = await world.ask(as, query, { variables: { id } });
      expect(errors).toEqual([]);
      return data;
    };
    const fan = {
      code: 'FAN-120',
      name: 'Fan 120 mm',
      category: 'ELECTRICAL',
      unitOfMeasure: 'EACH',
      status: 'ACTIVE',
      quantityOnHand: 20,
      quantityReserved: 3,
      quantityAvailable: 17,
      minQuantity: 5,
      isLow: false,
      unitCost: '80.00',
      currency: 'USD',
      version: 1,
      site: { id: world.sites.north },
    };
    expect(await asked('storekeeper')).toEqual({ inventoryItem: fan });
    expect(await asked('auditor')).toEqual({ inventoryItem: fan });
    expect(await asked('technician')).toEqual({ inventoryItem: { ...fan, unitCost: null } });
    // Works by assignment: sees the store of the site where an order is in hand.
    expect(await asked('contractor')).toEqual({ inventoryItem: { ...fan, unitCost: null } });
  });

  test('a well-formed id that nobody has given out is no error', async () => {
    const { data, errors } = await world.ask('administrator', '{ inventoryItem(id: "019a0000-0000-7000-8000-000000000000") { code } }');
    expect({ data, errors }).toEqual({ data: { inventoryItem: null }, errors: [] });
  });
});

describe('the list of parts', () => {
  test('shows each viewer the stores within their reach', async () => {
    const seen = async (as: string) => (await codes(as, '')).toSorted();
    expect(await seen('administrator')).toEqual(['FAN-120', 'FAN-120', 'FUSE-15']);
    expect(await seen('manager')).toEqual(['FAN-120', 'FAN-120', 'FUSE-15']);
    expect(await seen('storekeeper')).toEqual(['FAN-120', 'FUSE-15']);
    expect(await seen('technician')).toEqual(['FAN-120', 'FUSE-15']);
    expect(await seen('contractor')).toEqual(['FAN-120', 'FUSE-15']);
    expect(await seen('foreigner')).toEqual(['FAN-120']);
  });

  test.each([
    ['isLow: { eq: true }', ['FUSE-15']],
    ['isLow: { eq: false }', ['FAN-120', 'FAN-120']],
    ['isLow: { ne: true }', ['FAN-120', 'FAN-120']],
    ['isLow: { ne: false }', ['FUSE-15']],
    ['isLow: { eq: true, ne: true }', []],
    ['isLow: { eq: null }', []],
    ['isLow: {}', ['FAN-120', 'FAN-120', 'FUSE-15']],
    ['code: { contains: "fan" }', ['FAN-120', 'FAN-120']],
    ['code: { in: ["FUSE-15", "NONE"] }', ['FUSE-15']],
    ['category: { ne: ELECTRICAL }', []],
    ['quantityOnHand: { gte: 2, lt: 20 }', ['FUSE-15']],
    ['or: [{ code: { eq: "FUSE-15" } }, { quantityOnHand: { gt: 19 } }]', ['FAN-120', 'FAN-120', 'FUSE-15']],
    ['not: { code: { eq: "FAN-120" } }', ['FUSE-15']],
  ])('where %s', async (where, expected) => {
    expect((await codes('administrator', `where: { ${where} }`)).toSorted()).toEqual(expected);
  });

  test('a part without a minimum is never low', async () => {
    const id = await world.addItem({ code: 'NO-MINIMUM', quantityOnHand: 0 });
    const { data } = await world.ask('administrator', 'query ($id: ID!) { inventoryItem(id: $id) { isLow } }', { variables: { id } });
    expect(data).toEqual({ inventoryItem: { isLow: false } });
    expect(await codes('administrator', 'where: { isLow: { eq: true } }')).toEqual(['FUSE-15']);
    expect(await codes('administrator', 'where: { isLow: { eq: false }, code: { eq: "NO-MINIMUM" } }')).toEqual(['NO-MINIMUM']);
  });

  test.each(['CODE', 'NAME', 'QUANTITY_ON_HAND', 'UPDATED_AT'])(
    'by %s, either way, pages meet without a gap or a repeat',
    async (field) => {
      for (let index = 0; index < 7; index += 1) {
        await world.addItem({
          code: `${field}-${index}`,
          name: index < 4 ? 'Same' : `Other ${index}`,
          quantityOnHand: index % 3,
          siteId: world.sites.south,
        });
      }
      for (const direction of ['ASC', 'DESC']) {
        const order = `where: { siteId: { eq: "${world.sites.south}" } }, orderBy: { field: ${field}, direction: ${direction} }`;
        const whole = await pageOf(`${order}, first: 100`);
        const paged: string[] = [];
        let after = '';
        do {
          const page = await pageOf(`${order}, first: 3${after && `, after: "${after}"`}`);
          paged.push(...page.nodes.map(({ id }) => id));
          expect(page.totalCount).toBe(whole.nodes.length);
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : '';
        } while (after);
        expect(paged).toEqual(whole.nodes.map(({ id }) => id));
      }
    },
  );
});

describe('the ledger of a part', () => {
  test('is a connection, newest first, whose quantities sum to the stock', async () => {
    const id = await world.addItem({ quantityOnHand: 10 });
    const order = await world.addOrder({ status: 'in_progress', assignedTo: world.users.technician });
    await world.ask('manager', consumeOne, { variables: { input: { workOrderId: order, lines: [{ inventoryItemId: id, quantity: 4 }] } } });
    await world.ask('manager', adjustOne, { variables: { input: { inventoryItemId: id, change: 3, reason: 'Found' } } });
    const query = `query ($id: ID!, $first: Int, $after: String) { inventoryItem(id: $id) { quantityOnHand
      transactions(first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { kind quantity balanceAfter reason workOrder { id } performedBy { id } }
      }
    } }`;
    const { data, errors } = await world.ask('manager', query, { variables: { id, first: 2 } });
    expect(errors).toEqual([]);
    const performedBy = { id: world.users.colleague };
    expect(data).toEqual({
      inventoryItem: {
        quantityOnHand: 9,
        transactions: {
          totalCount: 3,
          pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
          nodes: [
            { kind: 'ADJUST', quantity: 3, balanceAfter: 9, reason: 'Found', workOrder: null, performedBy },
            { kind: 'CONSUME', quantity: -4, balanceAfter: 6, reason: null, workOrder: { id: order }, performedBy },
          ],
        },
      },
    });
    const { endCursor } = (data as { inventoryItem: { transactions: { pageInfo: { endCursor: string } } } }).inventoryItem.transactions
      .pageInfo;
    const rest = await world.ask('manager', query, { variables: { id, first: 2, after: endCursor } });
    expect(rest.data).toMatchObject({ inventoryItem: { transactions: { nodes: [{ kind: 'OPENING', quantity: 10, balanceAfter: 10 }] } } });
  });
});

const consumeOne = 'mutation ($input: ConsumePartsInput!) { consumeParts(input: $input) { problems { code } } }';
const adjustOne = 'mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { problems { code } } }';

interface Page {
  readonly totalCount: number;
  readonly nodes: { id: string; code: string }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string };
}

async function pageOf(args: string, as = 'administrator'): Promise<Page> {
  const list = `inventoryItems${args && `(${args})`}`;
  const { data, errors } = await world.ask(as, `{ ${list} { totalCount nodes { id code } pageInfo { hasNextPage endCursor } } }`);
  expect(errors).toEqual([]);
  return (data as { inventoryItems: Page }).inventoryItems;
}

async function codes(as: string, args: string): Promise<string[]> {
  return (await pageOf(args, as)).nodes.map(({ code }) => code);
}
