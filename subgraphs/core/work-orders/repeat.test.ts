import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workOrderComments } from '@dcmms/db/work-orders/comments.ts';
import { workOrderStateHistory } from '@dcmms/db/work-orders/state-history.ts';
import { workOrderTasks } from '@dcmms/db/work-orders/tasks.ts';
import { change, refused } from '../testing/change.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test('twenty equal creations at once under one key make one order, and all are answered with it', async () => {
  const input = { siteId: world.sites.north, type: 'CORRECTIVE', priority: 'LOW', title: 'Once' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => change(world, 'manager', 'createWorkOrder', input, { idempotencyKey: 'create' })),
  );
  expect(answers.flatMap(refused)).toEqual([]);
  expect(new Set(answers.map(({ workOrder }) => workOrder?.id)).size).toBe(1);
  const listed = await world.ask('manager', '{ workOrders(where: { title: { eq: "Once" } }) { totalCount } }');
  expect(listed.data).toEqual({ workOrders: { totalCount: 1 } });
});

test('twenty equal transitions at once under one key pass once; a later repeat shows the order as it is', async () => {
  const id = await world.addOrder({ status: 'submitted' });
  const approve = () => change(world, 'manager', 'approveWorkOrder', { id, version: 1 }, { idempotencyKey: 'approve' });
  const answers = await Promise.all(Array.from({ length: 20 }, approve));
  expect(answers.flatMap(refused)).toEqual([]);
  expect(await world.order(id)).toMatchObject({ version: 2, status: 'approved' });
  expect(await world.rows.select().from(workOrderStateHistory).where(eq(workOrderStateHistory.workOrderId, id))).toHaveLength(1);
  await change(world, 'manager', 'cancelWorkOrder', { id, version: 2, reason: 'No' });
  expect(await approve()).toMatchObject({ problems: [], workOrder: { id, status: 'CANCELLED', version: 3 } });
});

test('a key that was used for something else is refused', async () => {
  const id = await world.addOrder({ status: 'submitted' });
  await change(world, 'manager', 'approveWorkOrder', { id, version: 1 }, { idempotencyKey: 'other' });
  expect(refused(await change(world, 'manager', 'approveWorkOrder', { id, version: 2 }, { idempotencyKey: 'other' }))).toEqual([
    'CONFLICT',
  ]);
});

test('a refusal is not kept: what stood in the way may be gone', async () => {
  const id = await world.addOrder({ status: 'draft', description: null });
  const submit = () => change(world, 'manager', 'submitWorkOrder', { id, version: 1 }, { idempotencyKey: 'again' });
  expect(refused(await submit())).toEqual(['INVALID description']);
  const described = await change(world, 'manager', 'updateWorkOrder', { id, version: 1, description: 'It rattles.' });
  expect(refused(described)).toEqual([]);
  expect(refused(await submit())).toEqual(['STALE version']);
});

test('a repeated task and a repeated comment are answered with what the first one wrote', async () => {
  const workOrderId = await world.addOrder({ status: 'in_progress', assignedTo: world.users.technician });
  const id = await world.addTask(workOrderId);
  const complete = `mutation ($input: CompleteTaskInput!) { completeTask(input: $input) { task { id status } workOrder { id } problems { code } } }`;
  const comment = `mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id body } workOrder { id } problems { code } } }`;
  const tasks = await Promise.all(
    [1, 2, 3].map(() => world.ask('technician', complete, { variables: { input: { workOrderId, id } }, idempotencyKey: 'task' })),
  );
  const comments = await Promise.all(
    [1, 2, 3].map(() =>
      world.ask('technician', comment, { variables: { input: { workOrderId, body: 'Hello' } }, idempotencyKey: 'comment' }),
    ),
  );
  for (const { data } of tasks) {
    expect(data).toEqual({ completeTask: { task: { id, status: 'COMPLETED' }, workOrder: { id: workOrderId }, problems: [] } });
  }
  expect(new Set(comments.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  expect(await world.rows.select().from(workOrderComments).where(eq(workOrderComments.workOrderId, workOrderId))).toHaveLength(1);
  expect(await world.rows.select().from(workOrderTasks).where(eq(workOrderTasks.workOrderId, workOrderId))).toHaveLength(1);
});

test('twenty equal orders from an alert under one key are one order', async () => {
  const alertId = await world.addAlert();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => change(world, 'operator', 'createWorkOrderFromAlert', { alertId }, { idempotencyKey: 'alert' })),
  );
  expect(answers.flatMap(refused)).toEqual([]);
  expect(new Set(answers.map(({ workOrder }) => workOrder?.id)).size).toBe(1);
});
