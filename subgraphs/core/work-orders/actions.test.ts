import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workOrderStatuses, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import { changeNow, refused } from '../testing/change.ts';
import { World, type PersonName } from '../testing/world.ts';
import { transitions } from './lifecycle.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

interface Action {
  readonly name: string;
  readonly allowed: boolean;
  readonly blockedBy: readonly string[];
}

test('a draft offers its author the next step, and says what stands in the way of the later ones', async () => {
  const id = await world.addOrder({ status: 'draft' });
  const actions = await actionsOf('manager', id);
  expect(actions.find(({ name }) => name === 'submitWorkOrder')).toEqual({ name: 'submitWorkOrder', allowed: true, blockedBy: [] });
  expect(actions.find(({ name }) => name === 'closeWorkOrder')).toEqual({
    name: 'closeWorkOrder',
    allowed: false,
    blockedBy: ['The order is a draft. Only an order that is verified can be closed.'],
  });
});

test('an action says where it leads, and whether somebody has to say why', async () => {
  const id = await world.addOrder({ status: 'submitted' });
  const { data } = await world.ask('manager', 'query ($id: ID!) { workOrder(id: $id) { actions { name to needsReason } } }', {
    variables: { id },
  });
  expect(data).toMatchObject({
    workOrder: {
      actions: expect.arrayContaining([
        { name: 'approveWorkOrder', to: 'APPROVED', needsReason: false },
        { name: 'rejectWorkOrder', to: 'DRAFT', needsReason: true },
        { name: 'closeWorkOrder', to: 'CLOSED', needsReason: false },
        { name: 'addComment', to: null, needsReason: false },
      ]),
    },
  });
});

test('a guard that is not met is told beside the action it blocks', async () => {
  const id = await world.addOrder({
    status: 'assigned',
    assignedTo: world.users.technician,
    scheduledStart: world.hours(5),
    scheduledEnd: world.hours(6),
  });
  const [start] = (await actionsOf('technician', id)).filter(({ name }) => name === 'startWorkOrder');
  expect(start).toMatchObject({ allowed: false, blockedBy: [expect.stringMatching(/^It is too early/)] });
});

test('separation of duties blocks with a sentence', async () => {
  const id = await world.addOrder({ status: 'completed', completedBy: world.users.supervisor });
  const [verify] = (await actionsOf('supervisor', id)).filter(({ name }) => name === 'verifyWorkOrder');
  expect(verify).toMatchObject({ allowed: false, blockedBy: ['You have worked on this order: somebody else has to verify it.'] });
});

test('what the viewer can never do is left out: for want of a permission, and for want of a way there', async () => {
  const id = await world.addOrder({
    status: 'assigned',
    assignedTo: world.users.technician,
    scheduledStart: world.now(),
    scheduledEnd: world.hours(1),
  });
  expect((await actionsOf('technician', id)).map(({ name }) => name)).toEqual([
    'startWorkOrder',
    'holdWorkOrder',
    'resumeWorkOrder',
    'completeWorkOrder',
    'updateWorkOrder',
    'completeTask',
    'skipTask',
    'addComment',
  ]);
  expect(await actionsOf('auditor', id)).toEqual([]);
  const closed = await world.addOrder({ status: 'closed' });
  expect(await actionsOf('admin', closed)).toEqual([]);
  const verified = await world.addOrder({ status: 'verified' });
  expect((await actionsOf('admin', verified)).map(({ name }) => name)).toEqual(['closeWorkOrder', 'updateWorkOrder', 'addComment']);
});

test('who may cancel work in progress only, is told so while it is not', async () => {
  const id = await world.addOrder({ status: 'approved' });
  const [cancel] = (await actionsOf('supervisor', id)).filter(({ name }) => name === 'cancelWorkOrder');
  expect(cancel).toMatchObject({ allowed: false, blockedBy: [expect.stringContaining('cancel:work-orders')] });
});

describe('what is published is what happens', () => {
  const inputs: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
    scheduleWorkOrder: () => ({ start: world.hours(500).toISOString(), end: world.hours(501).toISOString() }),
    assignWorkOrder: () => ({ userId: world.users.technician }),
    startWorkOrder: () => ({ safetyAcknowledged: true }),
    completeWorkOrder: () => ({ notes: 'Done' }),
  };
  const people: readonly PersonName[] = ['manager', 'supervisor', 'technician'];
  const cases = people.flatMap((as) => workOrderStatuses.map((status) => ({ as, status })));

  test.each(cases)('to $as, of an order that is $status', async ({ as, status }) => {
    const actions = await actionsOf(as, await freshOrder(status));
    const published: string[] = [];
    const happened: string[] = [];
    for (const name of new Set(transitions.map((step) => step.name))) {
      const offered = actions.find((action) => action.name === name);
      const id = await freshOrder(status);
      const input = { reason: 'Because', ...inputs[name]?.() };
      const outcome = await outcomeOf(as, name, id, input);
      published.push(`${name} ${offered?.allowed ? 'goes' : 'does not'}`);
      happened.push(`${name} ${outcome.length === 0 ? 'goes' : 'does not'}`);
    }
    expect(happened).toEqual(published);
  });

  let hour = 1000;

  /** About no asset and in a window of its own, so that no other order stands in its way. */
  async function freshOrder(status: WorkOrderStatus): Promise<string> {
    hour += 2;
    const planned = !['draft', 'submitted', 'approved'].includes(status);
    const id = await world.addOrder({
      status,
      assetId: null,
      assignedTo: ['assigned', 'in_progress', 'on_hold', 'completed', 'verified'].includes(status) ? world.users.technician : null,
      scheduledStart: planned ? world.hours(hour) : null,
      scheduledEnd: planned ? world.hours(hour + 1) : null,
      completedBy: status === 'completed' ? world.users.technician : null,
    });
    if (['in_progress', 'completed'].includes(status)) await world.addLabor(id, world.users.technician);
    return id;
  }
});

async function outcomeOf(as: PersonName, name: string, id: string, input: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  try {
    return refused(await changeNow(world, as, name, id, input));
  } catch {
    return ['FORBIDDEN at the top'];
  }
}

async function actionsOf(as: PersonName, id: string): Promise<Action[]> {
  const { data, errors } = await world.ask(as, 'query ($id: ID!) { workOrder(id: $id) { actions { name allowed blockedBy } } }', {
    variables: { id },
  });
  expect(errors).toEqual([]);
  return (data as { workOrder: { actions: Action[] } | null }).workOrder?.actions ?? [];
}
