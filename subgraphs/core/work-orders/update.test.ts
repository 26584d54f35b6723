import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workOrderTasks } from '@dcmms/db/work-orders/tasks.ts';
import { workOrderStatuses, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import { changeNow, refused } from '../testing/change.ts';
import { World, type PersonName } from '../testing/world.ts';
import { locked, mutability, type MutableFieldName } from './mutability.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The table of domain §3.1 once more: a letter per state in which a field may change, in the order of the states. */
const domain: Readonly<Record<MutableFieldName, string>> = {
  //                        draft submitted approved scheduled assigned in_progress on_hold completed verified closed cancelled
  type: '              x     x         ·        ·         ·        ·           ·       ·         ·        ·      ·',
  assetId: '           x     x         ·        ·         ·        ·           ·       ·         ·        ·      ·',
  title: '             x     x         x        ·         ·        ·           ·       ·         ·        ·      ·',
  description: '       x     x         x        x         x        ·           ·       ·         ·        ·      ·',
  priority: '          x     x         x        x         x        x           x       x         x        ·      ·',
  estimatedDurationMinutes: 'x x       x        x         x        ·           ·       ·         ·        ·      ·',
  estimatedCost: '     x     x         ·        ·         ·        ·           ·       ·         ·        ·      ·',
  scheduledStart: '    ·     ·         x        x         x        ·           ·       ·         ·        ·      ·',
  scheduledEnd: '      ·     ·         x        x         x        ·           ·       ·         ·        ·      ·',
  addTasks: '          x     x         x        x         x        x           x       ·         ·        ·      ·',
  completionNotes: '   ·     ·         ·        ·         ·        x           x       x         ·        ·      ·',
  rootCause: '         ·     ·         ·        ·         ·        x           x       x         x        ·      ·',
  preventiveActions: ' ·     ·         ·        ·         ·        x           x       x         x        ·      ·',
};

test('which field may change in which state is what the domain says', () => {
  const told = Object.fromEntries(
    Object.entries(domain).map(([field, row]) => {
      const states = row.trim().split(/ +/);
      return [field, workOrderStatuses.filter((_, index) => states[index] === 'x')];
    }),
  );
  const kept = Object.fromEntries(
    Object.entries(mutability).map(([field, rule]): [string, string[]] => {
      const states: readonly WorkOrderStatus[] = rule.in;
      return [field, workOrderStatuses.filter((status) => states.includes(status))];
    }),
  );
  expect(kept).toEqual(told);
});

test('a refusal names every locked field, and changes nothing', async () => {
  const id = await world.addOrder({ status: 'in_progress', assetId: null });
  const answer = await changeNow(world, 'manager', 'updateWorkOrder', id, {
    title: 'Another',
    description: 'Other words',
    type: 'INSPECTION',
    priority: 'LOW',
    estimatedCost: '1',
  });
  expect(refused(answer).sort()).toEqual([
    'NOT_ALLOWED_NOW description',
    'NOT_ALLOWED_NOW estimatedCost',
    'NOT_ALLOWED_NOW title',
    'NOT_ALLOWED_NOW type',
  ]);
  expect(await world.order(id)).toMatchObject({ priority: 'medium', version: 1 });
});

test('what is given as it is already counts as no change', async () => {
  const id = await world.addOrder({ status: 'in_progress', estimatedCost: '12.50' });
  const same = {
    title: 'The fan is loud',
    description: 'It rattles when it starts.',
    estimatedCost: '12.5',
    assetId: world.assets.inverter,
  };
  expect(await changeNow(world, 'manager', 'updateWorkOrder', id, same)).toMatchObject({ problems: [], workOrder: { version: 1 } });
  expect(await changeNow(world, 'manager', 'updateWorkOrder', id, { ...same, rootCause: 'Dust' })).toMatchObject({
    problems: [],
    workOrder: { version: 2 },
  });
  expect(await world.order(id)).toMatchObject({ rootCause: 'Dust', estimatedCost: '12.50', updatedBy: world.users.manager });
});

test('what is left out stays, what is null is emptied', async () => {
  const id = await world.addOrder({ status: 'draft', estimatedCost: '12.50', estimatedDurationMinutes: 30 });
  await changeNow(world, 'manager', 'updateWorkOrder', id, { description: null, estimatedCost: null, assetId: null });
  expect(await world.order(id)).toMatchObject({
    description: null,
    estimatedCost: null,
    assetId: null,
    estimatedDurationMinutes: 30,
    title: 'The fan is loud',
  });
});

test('a submitted order keeps a description, a changed type fits the asset, the asset is on the site', async () => {
  const id = await world.addOrder({ status: 'submitted' });
  expect(refused(await changeNow(world, 'manager', 'updateWorkOrder', id, { description: ' ' }))).toEqual(['INVALID description']);
  expect(refused(await changeNow(world, 'manager', 'updateWorkOrder', id, { assetId: world.assets.south }))).toEqual(['INVALID assetId']);
  const failed = await world.addAsset({ status: 'failed' });
  const repair = await world.addOrder({ status: 'draft', assetId: failed });
  expect(refused(await changeNow(world, 'manager', 'updateWorkOrder', repair, { type: 'INSPECTION' }))).toEqual(['INVALID type']);
});

test('another priority sets other clocks, counted from the creation', async () => {
  const id = await world.addOrder({ status: 'approved', priority: 'low' });
  await changeNow(world, 'manager', 'updateWorkOrder', id, { priority: 'CRITICAL' });
  const order = await world.order(id);
  expect((order.slaResponseDue?.getTime() ?? 0) - order.createdAt.getTime()).toBe(2 * 3_600_000);
});

test('planned work is moved by whoever may plan, to where nothing stands in its way', async () => {
  const assetId = await world.addAsset();
  const at = {
    status: 'assigned',
    assetId,
    assignedTo: world.users.technician,
    scheduledStart: world.hours(5),
    scheduledEnd: world.hours(6),
  } as const;
  const id = await world.addOrder(at);
  await world.addOrder({ ...at, scheduledStart: world.hours(8), scheduledEnd: world.hours(9), assignedTo: null });
  await world.addOrder({ ...at, assetId: null, scheduledStart: world.hours(11), scheduledEnd: world.hours(12) });
  const move = async (from: number, to: number, as: PersonName = 'coordinator') =>
    refused(
      await changeNow(world, as, 'updateWorkOrder', id, {
        scheduledStart: world.hours(from).toISOString(),
        scheduledEnd: world.hours(to).toISOString(),
      }),
    );
  expect(await move(-2, -3)).toEqual(['INVALID scheduledStart', 'INVALID scheduledEnd']);
  expect(await move(8.5, 9.5)).toEqual(['CONFLICT scheduledStart']);
  expect(await move(11.5, 12.5)).toEqual(['CONFLICT scheduledStart']);
  // Changes orders everywhere, and plans none.
  expect(await move(20, 21, 'responder')).toEqual(['FORBIDDEN scheduledStart']);
  expect(await move(20, 21)).toEqual([]);
  expect(refused(await changeNow(world, 'coordinator', 'updateWorkOrder', id, { scheduledEnd: null }))).toEqual(['INVALID scheduledEnd']);
  expect(await world.order(id)).toMatchObject({ status: 'assigned', version: 2 });
  const begun = await world.addOrder({
    ...at,
    assetId: null,
    assignedTo: null,
    scheduledStart: world.hours(-1),
    scheduledEnd: world.hours(1),
  });
  const longer = { scheduledEnd: world.hours(2).toISOString() };
  expect(refused(await changeNow(world, 'coordinator', 'updateWorkOrder', begun, longer))).toEqual([]);
});

test('tasks are added at the end, up to two hundred', async () => {
  const id = await world.addOrder({ status: 'in_progress' });
  await world.addTask(id, { sequenceOrder: 3 });
  await changeNow(world, 'manager', 'updateWorkOrder', id, { addTasks: [{ title: 'Clean up' }, { title: 'Lock' }] });
  const tasks = await world.rows
    .select()
    .from(workOrderTasks)
    .where(eq(workOrderTasks.workOrderId, id))
    .orderBy(asc(workOrderTasks.sequenceOrder));
  expect(tasks.map(({ title, sequenceOrder }) => [title, sequenceOrder])).toEqual([
    ['Look', 3],
    ['Clean up', 4],
    ['Lock', 5],
  ]);
  const many = Array.from({ length: 198 }, () => ({ title: 'More' }));
  expect(refused(await changeNow(world, 'manager', 'updateWorkOrder', id, { addTasks: many }))).toEqual(['LIMIT_EXCEEDED addTasks']);
});

describe('whoever sees assigned orders only', () => {
  const mine = (status: WorkOrderStatus = 'in_progress') => world.addOrder({ status, assignedTo: world.users.technician });

  test('writes notes and tasks, and nothing else', async () => {
    const id = await mine();
    const answer = await changeNow(world, 'technician', 'updateWorkOrder', id, { completionNotes: 'Half done', priority: 'LOW' });
    expect(refused(answer)).toEqual(['FORBIDDEN priority']);
    expect(
      refused(
        await changeNow(world, 'technician', 'updateWorkOrder', id, { completionNotes: 'Half done', addTasks: [{ title: 'Grease' }] }),
      ),
    ).toEqual([]);
    expect(await world.order(id)).toMatchObject({ completionNotes: 'Half done', version: 2 });
  });

  test('is held to the states like everybody', () => {
    expect(locked(['completionNotes', 'title'], 'assigned', true).map(({ code }) => code)).toEqual(['NOT_ALLOWED_NOW', 'FORBIDDEN']);
  });
});
