import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { workOrderComments } from '@dcmms/db/work-orders/comments.ts';
import { workOrderTasks } from '@dcmms/db/work-orders/tasks.ts';
import type { WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { Changed } from '../testing/change.ts';
import { refused } from '../testing/change.ts';
import { World, type PersonName } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test('tasks are completed in their order; completing starts a pending one and leaves the order’s version', async () => {
  const id = await order();
  const [first, second] = [await world.addTask(id), await world.addTask(id, { sequenceOrder: 2, status: 'in_progress' })];
  const early = await task('technician', 'completeTask', { workOrderId: id, id: second });
  expect(refused(early)).toEqual(['NOT_ALLOWED_NOW id']);
  expect(early.problems[0]?.message).toBe('Task 1 comes first: Look.');
  expect(await task('technician', 'completeTask', { workOrderId: id, id: first, notes: ' Clean ' })).toMatchObject({
    problems: [],
    task: { id: first, status: 'COMPLETED', completionNotes: 'Clean', completedBy: { id: world.users.technician } },
    workOrder: { version: 1 },
  });
  expect(refused(await task('technician', 'completeTask', { workOrderId: id, id: second }))).toEqual([]);
  expect(refused(await task('technician', 'completeTask', { workOrderId: id, id: second }))).toEqual(['NOT_ALLOWED_NOW id']);
});

test('a skipped task does not hold up the next', async () => {
  const id = await order();
  const [first, second] = [await world.addTask(id), await world.addTask(id, { sequenceOrder: 2 })];
  expect(refused(await task('technician', 'skipTask', { workOrderId: id, id: first }))).toEqual(['INVALID reason']);
  expect(await task('technician', 'skipTask', { workOrderId: id, id: first, reason: 'No ladder' })).toMatchObject({
    problems: [],
    task: { status: 'SKIPPED', skipReason: 'No ladder', completedAt: null },
  });
  expect(refused(await task('technician', 'completeTask', { workOrderId: id, id: second }))).toEqual([]);
});

test('a critical task is skipped by a supervisor only, who is kept', async () => {
  const id = await order();
  const critical = await world.addTask(id, { isCritical: true });
  expect(refused(await task('technician', 'skipTask', { workOrderId: id, id: critical, reason: 'Why not' }))).toEqual(['FORBIDDEN id']);
  expect(refused(await task('supervisor', 'skipTask', { workOrderId: id, id: critical, reason: 'Done last week' }))).toEqual([]);
  const [row] = await world.rows.select().from(workOrderTasks).where(eq(workOrderTasks.id, critical));
  expect(row).toMatchObject({ status: 'skipped', skipApprovedBy: world.users.supervisor });
});

test.each(['draft', 'assigned', 'on_hold', 'completed', 'closed'] as const)(
  'no task is worked on while the order is %s',
  async (status) => {
    const id = await order(status);
    const taskId = await world.addTask(id);
    expect(refused(await task('technician', 'completeTask', { workOrderId: id, id: taskId }))).toEqual(['NOT_ALLOWED_NOW']);
    expect(refused(await task('technician', 'skipTask', { workOrderId: id, id: taskId, reason: 'No' }))).toEqual(['NOT_ALLOWED_NOW']);
  },
);

test('a task tells that its order has changed', async () => {
  const id = await order();
  const taskId = await world.addTask(id);
  await task('technician', 'completeTask', { workOrderId: id, id: taskId });
  const events = await world.rows.select().from(outbox).where(eq(outbox.entityId, id));
  expect(events).toMatchObject([
    { topic: 'work_order', siteId: world.sites.north, payload: { id, version: 1, updatedBy: world.users.technician } },
  ]);
});

test('a comment is kept with its author, and told of; an order that is over takes none', async () => {
  const id = await order();
  expect(await comment('safety', id, ' Mind the wasps. ')).toMatchObject({
    problems: [],
    comment: { body: 'Mind the wasps.', author: { id: world.users.safety } },
    workOrder: { id },
  });
  const kept = await world.rows.select().from(workOrderComments).where(eq(workOrderComments.workOrderId, id));
  expect(kept).toMatchObject([{ authorId: world.users.safety, visibility: 'all' }]);
  expect(await world.rows.select().from(outbox).where(eq(outbox.entityId, id))).toHaveLength(1);
  for (const status of ['closed', 'cancelled'] as const) {
    expect(refused(await comment('manager', await order(status), 'Late'))).toEqual(['NOT_ALLOWED_NOW']);
  }
});

function order(status: WorkOrderStatus = 'in_progress'): Promise<string> {
  return world.addOrder({ status, assignedTo: world.users.technician });
}

type Answer = Changed & { readonly task?: unknown; readonly comment?: unknown };

async function task(as: PersonName, name: 'completeTask' | 'skipTask', input: Readonly<Record<string, unknown>>): Promise<Answer> {
  const query = `mutation ($input: ${name === 'completeTask' ? 'CompleteTask' : 'SkipTask'}Input!) { answer: ${name}(input: $input) {
    task { id status completionNotes skipReason completedAt completedBy { id } } workOrder { id status version number } problems { code path message } } }`;
  return answerOf(as, query, input);
}

async function comment(as: PersonName, workOrderId: string, body: string): Promise<Answer> {
  const query = `mutation ($input: AddCommentInput!) { answer: addComment(input: $input) {
    comment { body author { id } } workOrder { id status version number } problems { code path message } } }`;
  return answerOf(as, query, { workOrderId, body });
}

async function answerOf(as: PersonName, query: string, input: Readonly<Record<string, unknown>>): Promise<Answer> {
  const { data, errors } = await world.ask(as, query, { variables: { input } });
  expect(errors).toEqual([]);
  return (data as { answer: Answer }).answer;
}
