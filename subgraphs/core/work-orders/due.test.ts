import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { World } from '../testing/world.ts';
import { dueAt, isOverdue } from './due.ts';

let world: World;
/** The orders of the list below, by name, all of one asset. */
const ids = new Map<string, string>();
let asset: string;

beforeAll(async () => {
  world = await World.create();
  asset = await world.addAsset();
  const add = async (name: string, values: Partial<typeof workOrders.$inferInsert> & Pick<typeof workOrders.$inferInsert, 'status'>) => {
    ids.set(name, await world.addOrder({ assetId: asset, title: name, priority: 'low', ...values, status: values.status ?? 'draft' }));
  };
  await add('no due', { status: 'draft' });
  await add('window over', { status: 'assigned', scheduledStart: world.hours(-5), scheduledEnd: world.hours(-1), priority: 'high' });
  await add('promise over', { status: 'approved', slaResolutionDue: world.hours(-2), priority: 'critical' });
  await add('both ahead', {
    status: 'scheduled',
    scheduledStart: world.hours(1),
    scheduledEnd: world.hours(4),
    slaResolutionDue: world.hours(3),
  });
  await add('done late', { status: 'completed', slaResolutionDue: world.hours(-8), priority: 'high' });
  await add('cancelled', { status: 'cancelled', slaResolutionDue: world.hours(-9) });
});
afterAll(() => world[Symbol.asyncDispose]());

async function titles(args: { where?: object; orderBy?: object } = {}): Promise<string[]> {
  const query = `query ($after: String, $where: WorkOrderWhere, $orderBy: WorkOrderOrder) {
    workOrders(first: 2, after: $after, where: $where, orderBy: $orderBy) { nodes { title } pageInfo { endCursor hasNextPage } } }`;
  const found: string[] = [];
  for (let after: string | undefined; ;) {
    const { data, errors } = await world.ask('admin', query, {
      variables: { after, orderBy: args.orderBy, where: { ...args.where, assetId: { eq: asset } } },
    });
    expect(errors).toEqual([]);
    const { workOrders: page } = data as {
      workOrders: { nodes: { title: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    };
    found.push(...page.nodes.map(({ title }) => title));
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}

describe('when an order is due', () => {
  test('is the end of its window or of the promise, whichever comes first', () => {
    const [sooner, later] = [new Date(1_000), new Date(2_000)];
    expect(dueAt({ scheduledEnd: sooner, slaResolutionDue: later })).toBe(sooner);
    expect(dueAt({ scheduledEnd: later, slaResolutionDue: sooner })).toBe(sooner);
    expect(dueAt({ scheduledEnd: null, slaResolutionDue: later })).toBe(later);
    expect(dueAt({ scheduledEnd: sooner, slaResolutionDue: null })).toBe(sooner);
    expect(dueAt({ scheduledEnd: null, slaResolutionDue: null })).toBeNull();
    const order = { scheduledEnd: sooner, slaResolutionDue: null };
    expect([isOverdue({ ...order, status: 'on_hold' }, later), isOverdue({ ...order, status: 'completed' }, later)]).toEqual([true, false]);
    expect(isOverdue({ ...order, status: 'assigned' }, sooner)).toBe(false);
  });

  test('orders a list page by page, those without one last', async () => {
    expect(await titles({ orderBy: { field: 'DUE' } })).toEqual([
      'cancelled',
      'done late',
      'promise over',
      'window over',
      'both ahead',
      'no due',
    ]);
    expect((await titles({ orderBy: { field: 'DUE', direction: 'DESC' } })).at(-1)).toBe('no due');
  });

  test('filters a list, as does being overdue, and the field agrees', async () => {
    expect((await titles({ where: { isOverdue: { eq: true } } })).sort()).toEqual(['promise over', 'window over']);
    expect((await titles({ where: { isOverdue: { ne: true } } })).sort()).toEqual(['both ahead', 'cancelled', 'done late', 'no due']);
    expect((await titles({ where: { not: { isOverdue: { eq: false } } } })).sort()).toEqual(['promise over', 'window over']);
    expect(await titles({ where: { dueAt: { gt: world.hours(0).toISOString(), lte: world.hours(3.5).toISOString() } } })).toEqual([
      'both ahead',
    ]);
    expect(await titles({ where: { dueAt: { eq: null } } })).toEqual(['no due']);
    const query = 'query ($where: WorkOrderWhere) { workOrders(where: $where) { nodes { title dueAt isOverdue } } }';
    const { data } = await world.ask('admin', query, {
      variables: { where: { id: { in: [ids.get('both ahead'), ids.get('window over')] } } },
    });
    const stored = await world.order(ids.get('both ahead') ?? '');
    expect(data).toEqual({
      workOrders: {
        nodes: [
          { title: 'both ahead', dueAt: stored.slaResolutionDue?.toISOString(), isOverdue: false },
          { title: 'window over', dueAt: expect.any(String) as string, isOverdue: true },
        ],
      },
    });
  });
});

test('priority orders from the least to the most urgent, not by the alphabet', async () => {
  const found = await titles({ orderBy: { field: 'PRIORITY', direction: 'DESC' } });
  expect(found.slice(0, 3)).toEqual(['promise over', 'done late', 'window over']);
  expect((await titles({ orderBy: { field: 'PRIORITY' } })).at(-1)).toBe('promise over');
});

test('counts are by state in the order of the lifecycle, with those that are overdue, under the list’s own filters', async () => {
  const counts = async (as: string, where: object) => {
    const query = 'query ($where: WorkOrderWhere) { workOrderCounts(where: $where) { status count overdue } }';
    const { data, errors } = await world.ask(as, query, { variables: { where } });
    expect(errors).toEqual([]);
    return (data as { workOrderCounts: unknown }).workOrderCounts;
  };
  expect(await counts('admin', { assetId: { eq: asset } })).toEqual([
    { status: 'DRAFT', count: 1, overdue: 0 },
    { status: 'APPROVED', count: 1, overdue: 1 },
    { status: 'SCHEDULED', count: 1, overdue: 0 },
    { status: 'ASSIGNED', count: 1, overdue: 1 },
    { status: 'COMPLETED', count: 1, overdue: 0 },
    { status: 'CANCELLED', count: 1, overdue: 0 },
  ]);
  expect(await counts('admin', { assetId: { eq: asset }, isOverdue: { eq: true }, priority: { eq: 'CRITICAL' } })).toEqual([
    { status: 'APPROVED', count: 1, overdue: 1 },
  ]);
  expect(await counts('technician', {})).toEqual([{ status: 'IN_PROGRESS', count: 1, overdue: 0 }]);
});
