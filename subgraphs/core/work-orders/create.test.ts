import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { alertRules } from '@dcmms/db/telemetry/alert-rules.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { workOrderNumbers } from '@dcmms/db/work-orders/numbers.ts';
import { workOrderStateHistory } from '@dcmms/db/work-orders/state-history.ts';
import { workOrderTasks } from '@dcmms/db/work-orders/tasks.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { change, changeNow, refused } from '../testing/change.ts';
import { World } from '../testing/world.ts';
import { tasksOfResponse } from './create-from-alert.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

const minimal = () => ({ siteId: world.sites.north, type: 'CORRECTIVE', priority: 'MEDIUM', title: 'Look' });

describe('creating', () => {
  test('every fault of the input is told at once', async () => {
    const answer = await change(world, 'manager', 'createWorkOrder', {
      ...minimal(),
      title: '',
      estimatedCost: '1.234',
      estimatedDurationMinutes: 0,
      tasks: [{ title: 'Fine' }, { title: ' ' }],
    });
    expect(refused(answer).sort()).toEqual([
      'INVALID estimatedCost',
      'INVALID estimatedDurationMinutes',
      'INVALID tasks 1 title',
      'INVALID title',
    ]);
    expect(answer.workOrder).toBeNull();
  });

  test.each([
    ['CRITICAL', 2, 8],
    ['HIGH', 4, 24],
    ['MEDIUM', 24, 72],
    ['LOW', 72, 240],
  ])('a %s order has to be answered within %i hours and solved within %i', async (priority, response, resolution) => {
    const { workOrder } = await change(world, 'manager', 'createWorkOrder', { ...minimal(), priority });
    const order = await world.order(workOrder?.id ?? '');
    const hoursUntil = (due: Date | null) => Math.round(((due?.getTime() ?? 0) - order.createdAt.getTime()) / 36_000) / 100;
    expect([hoursUntil(order.slaResponseDue), hoursUntil(order.slaResolutionDue)]).toEqual([response, resolution]);
  });

  test('of twenty made at once each has a number of its own, without a gap', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => change(world, 'manager', 'createWorkOrder', minimal())));
    const numbers = made.map(({ workOrder }) => Number(workOrder?.number.slice(-4))).sort((a, b) => a - b);
    const [first = 0] = numbers;
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => first + index));
    const [registered] = await world.rows
      .select()
      .from(workOrderNumbers)
      .where(eq(workOrderNumbers.number, made[0]?.workOrder?.number ?? ''));
    expect(registered?.workOrderId).toBe(made[0]?.workOrder?.id);
  });

  test('a refused one leaves no gap in the numbers', async () => {
    const before = await change(world, 'manager', 'createWorkOrder', minimal());
    await change(world, 'manager', 'createWorkOrder', { ...minimal(), title: '' });
    const after = await change(world, 'manager', 'createWorkOrder', minimal());
    expect(Number(after.workOrder?.number.slice(-4))).toBe(Number(before.workOrder?.number.slice(-4)) + 1);
  });

  test('tasks are numbered in the order in which they are given', async () => {
    const { workOrder } = await change(world, 'manager', 'createWorkOrder', {
      ...minimal(),
      tasks: [
        { title: 'Isolate', isCritical: true, estimatedMinutes: 10 },
        { title: 'Replace', description: 'Four screws' },
      ],
    });
    expect(await tasksOf(workOrder?.id ?? '')).toMatchObject([
      { title: 'Isolate', sequenceOrder: 1, isCritical: true, estimatedMinutes: 10, status: 'pending' },
      { title: 'Replace', sequenceOrder: 2, isCritical: false, description: 'Four screws' },
    ]);
  });

  test('on a failed asset only repairs are done', async () => {
    const assetId = await world.addAsset({ status: 'failed' });
    expect(refused(await change(world, 'manager', 'createWorkOrder', { ...minimal(), assetId, type: 'INSPECTION' }))).toEqual([
      'INVALID assetId',
    ]);
    expect(refused(await change(world, 'manager', 'createWorkOrder', { ...minimal(), assetId }))).toEqual([]);
  });

  test('an emergency responder makes emergency orders', async () => {
    expect(refused(await change(world, 'responder', 'createWorkOrder', { ...minimal(), type: 'EMERGENCY' }))).toEqual([]);
  });
});

describe('from an alert', () => {
  test('site, asset and words come from the alert, tasks from its rule; a critical one is submitted at once and linked both ways', async () => {
    const alertId = await world.addAlert({ ruleId: world.ruleId });
    const { workOrder, problems } = await change(world, 'operator', 'createWorkOrderFromAlert', { alertId });
    expect({ workOrder, problems }).toMatchObject({ workOrder: { status: 'SUBMITTED', version: 1 }, problems: [] });
    const id = workOrder?.id ?? '';
    expect(await world.order(id)).toMatchObject({
      siteId: world.sites.north,
      assetId: world.assets.inverter,
      title: 'Heatsink too hot',
      description: 'HeatsinkTemperature is 91 °C.',
      type: 'corrective',
      priority: 'critical',
      origin: 'alarm',
      alertId,
      submittedBy: world.users.operator,
    });
    expect((await tasksOf(id)).map(({ title }) => title)).toEqual(['Stop the inverter.', 'Clean the filter.', 'Measure the fan.']);
    const history = await world.rows
      .select()
      .from(workOrderStateHistory)
      .where(eq(workOrderStateHistory.workOrderId, id))
      .orderBy(asc(workOrderStateHistory.id));
    expect(history.map(({ transition, toStatus }) => `${transition} ${toStatus}`)).toEqual(['create draft', 'submit submitted']);
    expect(await alertOf(alertId)).toMatchObject({ workOrderId: id, status: 'active' });
    const events = await world.rows.select().from(outbox).where(eq(outbox.entityId, id));
    expect(events).toMatchObject([{ topic: 'work_order', payload: { status: 'submitted', alertId } }]);
  });

  test.each([
    ['critical', 'SUBMITTED', 'critical'],
    ['high', 'SUBMITTED', 'high'],
    ['medium', 'DRAFT', 'medium'],
    ['low', 'DRAFT', 'low'],
    ['info', 'DRAFT', 'low'],
  ] as const)('a %s alert makes a %s order of priority %s', async (severity, status, priority) => {
    const alertId = await world.addAlert({ severity });
    const { workOrder } = await change(world, 'operator', 'createWorkOrderFromAlert', { alertId });
    expect(workOrder?.status).toBe(status);
    expect((await world.order(workOrder?.id ?? '')).priority).toBe(priority);
  });

  test('title, type and priority may be said', async () => {
    const alertId = await world.addAlert();
    const { workOrder } = await change(world, 'operator', 'createWorkOrderFromAlert', {
      alertId,
      title: 'Fan',
      type: 'INSPECTION',
      priority: 'LOW',
    });
    expect(await world.order(workOrder?.id ?? '')).toMatchObject({ title: 'Fan', type: 'inspection', priority: 'low' });
  });

  test('while its order is open there is no second one: the first is shown; once it is over there may be', async () => {
    const alertId = await world.addAlert();
    const first = await change(world, 'operator', 'createWorkOrderFromAlert', { alertId });
    const second = await change(world, 'operator', 'createWorkOrderFromAlert', { alertId });
    expect(refused(second)).toEqual(['CONFLICT alertId']);
    expect(second.workOrder?.id).toBe(first.workOrder?.id);
    await changeNow(world, 'manager', 'cancelWorkOrder', first.workOrder?.id ?? '', { reason: 'False alarm' });
    const third = await change(world, 'operator', 'createWorkOrderFromAlert', { alertId });
    expect(refused(third)).toEqual([]);
    expect((await alertOf(alertId))?.workOrderId).toBe(third.workOrder?.id);
  });

  test('of ten who ask at once one makes the order, the others are shown it', async () => {
    const alertId = await world.addAlert();
    const answers = await Promise.all(Array.from({ length: 10 }, () => change(world, 'operator', 'createWorkOrderFromAlert', { alertId })));
    expect(answers.filter(({ problems }) => problems.length === 0)).toHaveLength(1);
    expect(answers.flatMap(refused)).toEqual(Array.from({ length: 9 }, () => 'CONFLICT alertId'));
    expect(new Set(answers.map(({ workOrder }) => workOrder?.id)).size).toBe(1);
  });

  test('an alert without a rule or a response makes an order without tasks', async () => {
    const ruleId = uuidv7();
    await world.rows
      .insert(alertRules)
      .values({ id: ruleId, code: 'MUTE', name: 'Mute', tenantId: world.home, category: 'performance', severity: 'low', condition: {} });
    for (const rule of [ruleId, null]) {
      const alertId = await world.addAlert({ ruleId: rule, severity: 'low', message: null });
      const { workOrder } = await change(world, 'operator', 'createWorkOrderFromAlert', { alertId });
      expect(await tasksOf(workOrder?.id ?? '')).toEqual([]);
      expect((await world.order(workOrder?.id ?? '')).description).toBe('Heatsink too hot');
    }
  });

  test('a response’s lines become tasks without their bullets and numbers; a line that is too long keeps its end', () => {
    const long = 'x'.repeat(300);
    expect(tasksOfResponse(`- One\n2) Two\n\n  * Three\n4.5 V is too low\n${long}`)).toEqual([
      { title: 'One' },
      { title: 'Two' },
      { title: 'Three' },
      { title: '4.5 V is too low' },
      { title: `${'x'.repeat(254)}…`, description: long },
    ]);
    expect(tasksOfResponse('')).toEqual([]);
  });
});

function tasksOf(id: string) {
  return world.rows.select().from(workOrderTasks).where(eq(workOrderTasks.workOrderId, id)).orderBy(asc(workOrderTasks.sequenceOrder));
}

async function alertOf(id: string) {
  const [alert] = await world.rows.select().from(alerts).where(eq(alerts.id, id));
  return alert;
}
