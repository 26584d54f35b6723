import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLogs } from '@dcmms/db/operations/audit-logs.ts';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { workOrderLabor } from '@dcmms/db/work-orders/labor.ts';
import { workOrderStateHistory } from '@dcmms/db/work-orders/state-history.ts';
import { change, changeNow } from '../testing/change.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test('an order goes from a draft to closed through the hands of those who may, and leaves its trace', async () => {
  const assetId = await world.addAsset();
  const made = await change(world, 'coordinator', 'createWorkOrder', {
    siteId: world.sites.north,
    assetId,
    type: 'CORRECTIVE',
    priority: 'HIGH',
    title: ' Replace the fan ',
    description: 'It rattles.',
    estimatedCost: '450.00',
    tasks: [{ title: 'Isolate', isCritical: true }, { title: 'Replace' }],
  });
  expect(made).toMatchObject({ problems: [], workOrder: { status: 'DRAFT', version: 1 } });
  expect(made.workOrder?.number).toMatch(/^WO-\d{8}-0001$/);
  const id = made.workOrder?.id ?? '';
  expect(await world.order(id)).toMatchObject({ title: 'Replace the fan', currency: 'EUR', createdBy: world.users.coordinator });

  expect(await changeNow(world, 'coordinator', 'submitWorkOrder', id)).toMatchObject({
    problems: [],
    workOrder: { status: 'SUBMITTED', version: 2 },
  });
  expect(await changeNow(world, 'manager', 'approveWorkOrder', id, { reason: 'Go on' })).toMatchObject({
    problems: [],
    workOrder: { status: 'APPROVED' },
  });
  const window = { start: world.hours(1).toISOString(), end: world.hours(3).toISOString() };
  expect(await changeNow(world, 'supervisor', 'scheduleWorkOrder', id, window)).toMatchObject({
    problems: [],
    workOrder: { status: 'SCHEDULED' },
  });
  expect(await changeNow(world, 'supervisor', 'assignWorkOrder', id, { userId: world.users.technician })).toMatchObject({
    problems: [],
    workOrder: { status: 'ASSIGNED' },
  });
  expect(await changeNow(world, 'technician', 'startWorkOrder', id, { safetyAcknowledged: true })).toMatchObject({
    problems: [],
    workOrder: { status: 'IN_PROGRESS' },
  });
  expect(await world.asset(assetId)).toMatchObject({ status: 'under_maintenance', previousStatus: 'operational' });

  world.pass(0.5);
  expect(await changeNow(world, 'technician', 'holdWorkOrder', id, { holdReason: 'AWAITING_PARTS' })).toMatchObject({
    problems: [],
    workOrder: { status: 'ON_HOLD' },
  });
  world.pass(1);
  expect(await changeNow(world, 'technician', 'resumeWorkOrder', id)).toMatchObject({
    problems: [],
    workOrder: { status: 'IN_PROGRESS', version: 8 },
  });
  expect((await world.asset(assetId)).status).toBe('under_maintenance');

  for (const task of await tasksOf(id)) {
    const done = await world.ask('technician', completeTask, { variables: { input: { workOrderId: id, id: task.id, notes: 'Done' } } });
    expect(done).toMatchObject({
      errors: [],
      data: { completeTask: { problems: [], task: { status: 'COMPLETED', completedBy: { id: world.users.technician } } } },
    });
  }
  world.pass(0.25);
  expect(await changeNow(world, 'technician', 'completeWorkOrder', id, { notes: 'New fan runs.' })).toMatchObject({
    problems: [],
    workOrder: { status: 'COMPLETED', version: 9 },
  });
  expect(await world.asset(assetId)).toMatchObject({ status: 'operational', previousStatus: null });
  expect(await changeNow(world, 'supervisor', 'verifyWorkOrder', id)).toMatchObject({ problems: [], workOrder: { status: 'VERIFIED' } });
  expect(await changeNow(world, 'manager', 'closeWorkOrder', id)).toMatchObject({
    problems: [],
    workOrder: { status: 'CLOSED', version: 11 },
  });

  // Half an hour, and a quarter after the rest.
  expect(await world.order(id)).toMatchObject({
    actualDurationMinutes: 45,
    completionNotes: 'New fan runs.',
    slaResponseBreached: false,
    slaResolutionBreached: false,
    closedBy: world.users.manager,
    verifiedBy: world.users.supervisor,
    completedBy: world.users.technician,
    holdReason: null,
  });
  const labor = await world.rows
    .select()
    .from(workOrderLabor)
    .where(eq(workOrderLabor.workOrderId, id))
    .orderBy(asc(workOrderLabor.startTime));
  expect(labor.map(({ userId, durationMinutes }) => [userId, durationMinutes])).toEqual([
    [world.users.technician, 30],
    [world.users.technician, 15],
  ]);
  const history = await world.rows
    .select()
    .from(workOrderStateHistory)
    .where(eq(workOrderStateHistory.workOrderId, id))
    .orderBy(asc(workOrderStateHistory.id));
  expect(history.map(({ transition, fromStatus, toStatus }) => `${transition} ${fromStatus ?? '-'} ${toStatus}`)).toEqual([
    'create - draft',
    'submit draft submitted',
    'approve submitted approved',
    'schedule approved scheduled',
    'assign scheduled assigned',
    'start assigned in_progress',
    'hold in_progress on_hold',
    'resume on_hold in_progress',
    'complete in_progress completed',
    'verify completed verified',
    'close verified closed',
  ]);
  expect(history.find(({ transition }) => transition === 'approve')).toMatchObject({
    reason: 'Go on',
    actorId: world.users.manager,
    actorType: 'user',
  });

  const audit = await world.rows.select().from(auditLogs).where(eq(auditLogs.resourceId, id));
  expect(audit.length).toBeGreaterThanOrEqual(11);
  expect(new Set(audit.map(({ tenantId }) => tenantId))).toEqual(new Set([world.home]));

  const events = await world.rows.select().from(outbox).where(eq(outbox.entityId, id)).orderBy(asc(outbox.id));
  // Eleven changes of state and two tasks.
  expect(events.map(({ topic }) => topic)).toEqual(Array.from({ length: 13 }, () => 'work_order'));
  expect(events.at(-1)).toMatchObject({
    siteId: world.sites.north,
    payload: { id, status: 'closed', version: 11, siteId: world.sites.north },
  });
});

const completeTask = `mutation ($input: CompleteTaskInput!) {
  completeTask(input: $input) { task { id status completedBy { id displayName } } workOrder { version } problems { code path message } }
}`;

async function tasksOf(id: string): Promise<{ id: string; status: string }[]> {
  const { data, errors } = await world.ask('technician', 'query ($id: ID!) { workOrder(id: $id) { tasks { id status sequence } } }', {
    variables: { id },
  });
  expect(errors).toEqual([]);
  return (data as { workOrder: { tasks: { id: string; status: string }[] } }).workOrder.tasks;
}
