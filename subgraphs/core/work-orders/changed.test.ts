import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';

import { changeNow } from '../testing/change.ts';
import { World, type PersonName, type Stream } from '../testing/world.ts';

let world: World;
const streams: Stream[] = [];

beforeAll(async () => {
  world = await World.create();
});
afterEach(async () => {
  for (const stream of streams.splice(0)) await stream.return?.();
});
afterAll(() => world[Symbol.asyncDispose]());

test('an event shows the order’s own fields as they were, and what hangs on it as it is', async () => {
  const id = await world.addOrder({ status: 'submitted', description: 'As it was' });
  const stream = await listen('manager');
  await changeNow(world, 'manager', 'approveWorkOrder', id);
  await changeNow(world, 'manager', 'cancelWorkOrder', id, { reason: 'No' });
  expect(await next(stream)).toMatchObject({
    id,
    status: 'APPROVED',
    version: 2,
    description: 'As it was',
    site: { code: 'NORTH' },
    actions: [],
  });
  expect(await next(stream)).toMatchObject({
    id,
    status: 'CANCELLED',
    version: 3,
    cancelledBy: { displayName: 'manager Doe' },
    cancelledAt: expect.any(String) as unknown,
  });
});

test('every change is heard: creation, tasks, comments', async () => {
  const stream = await listen('manager');
  const input = { siteId: world.sites.north, type: 'CORRECTIVE', priority: 'LOW', title: 'Heard', tasks: [{ title: 'One' }] };
  await world.ask('manager', 'mutation ($input: CreateWorkOrderInput!) { createWorkOrder(input: $input) { problems { code } } }', {
    variables: { input },
  });
  const created = await next(stream);
  expect(created).toMatchObject({ title: 'Heard', status: 'DRAFT', version: 1, tasks: [{ title: 'One' }] });
  const comment = { workOrderId: created['id'], body: 'Hello' };
  await world.ask('manager', 'mutation ($input: AddCommentInput!) { addComment(input: $input) { problems { code } } }', {
    variables: { input: comment },
  });
  expect(await next(stream)).toMatchObject({ id: created['id'], version: 1 });
});

test('a change of parts, which inventory tells by ids alone, shows the order as it is', async () => {
  const id = await world.addOrder({ status: 'in_progress' });
  const stream = await listen('manager');
  await world.rows.update(workOrders).set({ rootCause: 'Read anew' }).where(eq(workOrders.id, id));
  await world.rows
    .insert(outbox)
    .values({ tenantId: world.home, topic: 'work_order_part', entityId: id, siteId: world.sites.north, payload: { workOrderId: id } });
  await world.rows.execute(sql`notify outbox`);
  expect(await next(stream)).toMatchObject({ id, rootCause: 'Read anew', status: 'IN_PROGRESS' });
});

test('whoever works by assignment hears of their orders alone', async () => {
  const others = await world.addOrder({ status: 'in_progress', assignedTo: world.users.colleague });
  const own = await world.addOrder({ status: 'in_progress', assignedTo: world.users.technician });
  const stream = await listen('technician');
  await changeNow(world, 'manager', 'holdWorkOrder', others, { reason: 'No' });
  await world.rows
    .insert(outbox)
    .values({ tenantId: world.home, topic: 'work_order_part', entityId: others, siteId: world.sites.north, payload: {} });
  await changeNow(world, 'manager', 'holdWorkOrder', own, { reason: 'No' });
  expect(await next(stream)).toMatchObject({ id: own });
});

test('a subscription may be for one site', async () => {
  const [north, south] = [
    await world.addOrder({ status: 'submitted' }),
    await world.addOrder({ status: 'submitted', siteId: world.sites.south, assetId: null }),
  ];
  const stream = await listen('manager', { siteId: world.sites.south });
  await changeNow(world, 'manager', 'approveWorkOrder', north);
  await changeNow(world, 'manager', 'approveWorkOrder', south);
  expect(await next(stream)).toMatchObject({ id: south });
});

test('it resumes after the last cursor seen: nothing is missed, nothing given again', async () => {
  const stream = await listen('manager');
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.push(await world.addOrder({ status: 'submitted' }));
  for (const id of ids) await changeNow(world, 'manager', 'approveWorkOrder', id);
  const [first, second] = [await nextChange(stream), await nextChange(stream)];
  await stream.return?.();
  expect([first.workOrder['id'], second.workOrder['id']]).toEqual(ids.slice(0, 2));

  const resumed = await listen('manager', { after: second.cursor });
  for (const id of ids.slice(2)) expect(await next(resumed)).toMatchObject({ id, status: 'APPROVED' });
  const last = ids[0] ?? '';
  await changeNow(world, 'manager', 'cancelWorkOrder', last, { reason: 'No' });
  expect(await next(resumed)).toMatchObject({ id: last, status: 'CANCELLED' });
});

test('it ends at once when it is given back, also while it waits', async () => {
  const stream = await listen('manager');
  const waiting = stream.next();
  await stream.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test('a refused change is not told', async () => {
  const [refusedOrder, other] = [
    await world.addOrder({ status: 'draft', description: null }),
    await world.addOrder({ status: 'submitted' }),
  ];
  const stream = await listen('manager');
  await changeNow(world, 'manager', 'submitWorkOrder', refusedOrder);
  await changeNow(world, 'manager', 'approveWorkOrder', other);
  expect(await next(stream)).toMatchObject({ id: other });
});

const document = `subscription ($siteId: ID, $after: String) { workOrderChanged(siteId: $siteId, after: $after) { cursor workOrder {
  id status version title description rootCause cancelledAt cancelledBy { displayName } site { code } tasks { title } actions { name } } } }`;

async function listen(as: PersonName, variables: Readonly<Record<string, unknown>> = {}): Promise<Stream> {
  const stream = await world.listen(as, document, variables);
  streams.push(stream);
  return stream;
}

interface Change {
  readonly cursor: string;
  readonly workOrder: Readonly<Record<string, unknown>>;
}

async function nextChange(stream: Stream): Promise<Change> {
  const { value } = await stream.next();
  expect(value.errors).toBeUndefined();
  return (JSON.parse(JSON.stringify(value.data)) as { workOrderChanged: Change }).workOrderChanged;
}

async function next(stream: Stream): Promise<Readonly<Record<string, unknown>>> {
  return (await nextChange(stream)).workOrder;
}
