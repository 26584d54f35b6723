import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { change } from '../testing/change.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

const query = `query ($id: ID!, $start: DateTime, $end: DateTime) { workOrder(id: $id) {
  assignees(start: $start, end: $end) { user { displayName } clashes { number status scheduledStart scheduledEnd workOrder { id } } }
  assetClashes(start: $start, end: $end) { number workOrder { id } } } }`;

interface Clash {
  readonly number: string;
  readonly status: string;
  readonly scheduledStart: string;
  readonly workOrder: { readonly id: string } | null;
}
interface Plan {
  readonly assignees: readonly { readonly user: { readonly displayName: string }; readonly clashes: readonly Clash[] | null }[];
  readonly assetClashes: readonly Pick<Clash, 'number' | 'workOrder'>[] | null;
}

async function plan(as: string, id: string, window: { start?: Date; end?: Date } = {}): Promise<Plan> {
  const { data, errors } = await world.ask(as, query, {
    variables: JSON.parse(JSON.stringify({ id, ...window })) as Record<string, unknown>,
  });
  expect(errors).toEqual([]);
  return (data as { workOrder: Plan }).workOrder;
}

function names({ assignees }: Plan): string[] {
  return assignees.map(({ user }) => user.displayName.replace(' Doe', '')).sort();
}

describe('the plan around an order', () => {
  test('names everybody whom assigning would accept, and nobody else', async () => {
    const order = await world.addOrder({
      status: 'scheduled',
      assetId: null,
      scheduledStart: world.hours(400),
      scheduledEnd: world.hours(404),
    });
    const offered = names(await plan('supervisor', order));
    expect(offered).toEqual(['admin', 'colleague', 'contractor', 'engineer', 'manager', 'responder', 'supervisor', 'technician']);
    const accepted: string[] = [];
    for (const [name, userId] of Object.entries(world.users)) {
      const window = { scheduledStart: world.hours(500), scheduledEnd: world.hours(501) };
      const id = await world.addOrder({ status: 'scheduled', assetId: null, ...window });
      const { problems } = await change(world, 'admin', 'assignWorkOrder', { id, version: 1, userId });
      if (problems.length === 0) accepted.push(name);
      await change(world, 'admin', 'unassignWorkOrder', { id, version: 2, reason: 'The next one, please' });
    }
    expect(accepted.sort()).toEqual(offered);
  });

  test('tells what takes a person in its window, with the number also of an order elsewhere', async () => {
    const window = { scheduledStart: world.hours(100), scheduledEnd: world.hours(104) };
    const order = await world.addOrder({ status: 'scheduled', assetId: null, ...window });
    const [begins, ends] = [world.hours(103), world.hours(110)];
    const { technician } = world.users;
    const there = await world.addOrder({
      status: 'assigned',
      siteId: world.sites.south,
      assetId: world.assets.south,
      assignedTo: technician,
      scheduledStart: begins,
      scheduledEnd: ends,
    });
    // Ends as ours begins, is over, or is not planned yet: none takes anybody.
    const near = { assetId: null, assignedTo: technician };
    await world.addOrder({ status: 'assigned', ...near, scheduledStart: world.hours(96), scheduledEnd: window.scheduledStart });
    await world.addOrder({ status: 'completed', ...near, ...window });
    await world.addOrder({ status: 'approved', ...near, ...window });
    const { assignees } = await plan('supervisor', order);
    const clashes = new Map(assignees.map(({ user, clashes: of }) => [user.displayName.replace(' Doe', ''), of]));
    expect(clashes.get('technician')).toEqual([
      {
        number: (await world.order(there)).number,
        status: 'ASSIGNED',
        scheduledStart: begins.toISOString(),
        scheduledEnd: ends.toISOString(),
        // It lies outside the supervisor's sites.
        workOrder: null,
      },
    ]);
    expect(clashes.get('colleague')).toEqual([]);
    const { problems } = await change(world, 'supervisor', 'assignWorkOrder', { id: order, version: 1, userId: technician });
    expect(problems).toEqual([expect.objectContaining({ code: 'CONFLICT', path: ['userId'] })]);
  });

  test('tells what takes the asset, in its own window or in one that somebody has in mind', async () => {
    const asset = await world.addAsset();
    const order = await world.addOrder({ status: 'approved', assetId: asset });
    const other = await world.addOrder({
      status: 'scheduled',
      assetId: asset,
      scheduledStart: world.hours(200),
      scheduledEnd: world.hours(208),
    });
    const taken = { start: world.hours(207), end: world.hours(209) };
    expect(await plan('supervisor', order)).toMatchObject({
      assetClashes: null,
      assignees: [{ clashes: null }, {}, {}, {}, {}, {}, {}, {}],
    });
    expect((await plan('supervisor', order, taken)).assetClashes).toEqual([
      { number: expect.any(String) as string, workOrder: { id: other } },
    ]);
    expect((await plan('supervisor', order, { start: world.hours(208.1), end: world.hours(210) })).assetClashes).toEqual([]);
    const { problems } = await change(world, 'supervisor', 'scheduleWorkOrder', {
      id: order,
      version: 1,
      start: taken.start.toISOString(),
      end: taken.end.toISOString(),
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'CONFLICT', path: ['start'] })]);
  });

  test('is for whoever may plan the order, and a window has two ends in their order', async () => {
    const asked = (as: string, id: string, args: string) =>
      world.ask(as, `query ($id: ID!) { workOrder(id: $id) { title assignees${args} { user { id } } } }`, { variables: { id } });
    const of = async (answered: ReturnType<typeof asked>) => (await answered).errors.map(({ code, path }) => [code, path.join('.')]);
    expect(await of(asked('technician', world.orders.mine, ''))).toEqual([['FORBIDDEN', 'workOrder.assignees']]);
    expect(await of(asked('auditor', world.orders.mine, ''))).toEqual([['FORBIDDEN', 'workOrder.assignees']]);
    const malformed = [['BAD_USER_INPUT', 'workOrder.assignees']];
    expect(await of(asked('supervisor', world.orders.mine, '(start: "2026-01-01T00:00:00Z")'))).toEqual(malformed);
    const reversed = '(start: "2026-01-02T00:00:00Z", end: "2026-01-01T00:00:00Z")';
    expect(await of(asked('supervisor', world.orders.mine, reversed))).toEqual(malformed);
  });

  test('of a page of orders is read in as many statements as that of one', async () => {
    const count = async (first: number) => {
      const before = world.core.database.statements;
      const window = '(start: "2026-11-25T08:00:00Z", end: "2026-11-25T12:00:00Z")';
      const document = `{ workOrders(first: ${first}) { nodes { assignees${window} { user { displayName } clashes { number } } assetClashes${window} { number } } } }`;
      const { errors } = await world.ask('admin', document);
      expect(errors).toEqual([]);
      return world.core.database.statements - before;
    };
    const one = await count(1);
    expect(await count(10)).toBe(one);
  });
});
