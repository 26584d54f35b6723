import { describe, expect, test } from 'vitest';
import {
  assigneeOrSupervisor,
  described,
  notByExecutor,
  ofPermittedType,
  tasksDone,
  titled,
  withinApprovalLimit,
  withinEmergencyLimit,
  withinStartWindow,
  workRecorded,
  type Guard,
  type Situation,
} from './guards.ts';

const start = new Date('2026-11-25T08:00:00Z');
const me = 'me';

const fine: Situation = {
  order: {
    type: 'corrective',
    title: 'Replace the fan',
    description: 'It rattles.',
    assignedTo: me,
    scheduledStart: start,
    estimatedCost: '500.00',
    currency: 'EUR',
    completedBy: 'somebody',
  },
  tasks: [
    { title: 'Isolate', sequence: 1, status: 'completed', completedBy: 'somebody' },
    { title: 'Replace', sequence: 2, status: 'skipped', completedBy: null },
  ],
  labor: [{ userId: 'somebody' }],
  viewer: { userId: me, may: () => false, limits: () => undefined },
  now: start,
  startToleranceMinutes: 120,
};

const all: readonly Guard[] = [
  titled,
  described,
  ofPermittedType,
  withinApprovalLimit,
  withinEmergencyLimit,
  assigneeOrSupervisor,
  withinStartWindow,
  tasksDone,
  workRecorded,
  notByExecutor,
];

test('nothing stands in the way of an order as it should be', () => {
  expect(all.flatMap((guard) => guard(fine) ?? [])).toEqual([]);
});

describe('submitting', () => {
  test('needs a title and a description, which preventive work has from its schedule', () => {
    expect(titled(order({ title: ' ' }))).toMatchObject({ code: 'INVALID', path: ['title'] });
    expect(described(order({ description: null }))).toMatchObject({ code: 'INVALID', path: ['description'] });
    expect(described(order({ description: '\n' }))).toMatchObject({ code: 'INVALID', path: ['description'] });
    expect(described(order({ description: null, type: 'preventive' }))).toBeUndefined();
  });

  test('is for some of some types only', () => {
    const emergencies = limited('create:work-orders', { wo_types: ['emergency'] });
    expect(ofPermittedType(emergencies)).toMatchObject({ code: 'FORBIDDEN' });
    expect(ofPermittedType({ ...emergencies, ...order({ type: 'emergency' }, emergencies) })).toBeUndefined();
  });
});

describe('approving', () => {
  const limit = limited('approve:work-orders', { max_amount: 500 });

  test('is limited by the estimated cost: the limit itself is within', () => {
    expect(withinApprovalLimit(limit)).toBeUndefined();
    expect(withinApprovalLimit(order({ estimatedCost: '500.01' }, limit))).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('500.01 EUR') as unknown,
    });
    expect(withinApprovalLimit(order({ estimatedCost: null }, limit))).toBeUndefined();
  });

  test('is limited by type', () => {
    const supervisor = limited('approve:work-orders', { max_amount: 10_000, wo_types: ['emergency'] });
    expect(withinApprovalLimit(supervisor)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('emergency') as unknown });
    expect(withinApprovalLimit(order({ type: 'emergency' }, supervisor))).toBeUndefined();
    expect(withinApprovalLimit(order({ type: 'emergency', estimatedCost: '10000.01' }, supervisor))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

test('cancelling in an emergency is limited by the estimated cost', () => {
  const limit = limited('override:emergency', { max_amount: 10_000 });
  expect(withinEmergencyLimit(limit)).toBeUndefined();
  expect(withinEmergencyLimit(order({ estimatedCost: '10001' }, limit))).toMatchObject({ code: 'FORBIDDEN' });
});

describe('starting', () => {
  test('is for the assignee, or a supervisor', () => {
    const anothers = order({ assignedTo: 'another' });
    expect(assigneeOrSupervisor(anothers)).toMatchObject({ code: 'FORBIDDEN' });
    expect(
      assigneeOrSupervisor({ ...anothers, viewer: { ...fine.viewer, may: (permission) => permission === 'manage:work-orders' } }),
    ).toBeUndefined();
  });

  test.each([
    ['06:00:00.000', undefined],
    ['05:59:59.999', 'It is too early: work can start from 2026-11-25T06:00:00.000Z on.'],
    ['10:00:00.000', undefined],
    ['10:00:00.001', 'It is too late: work had to start by 2026-11-25T10:00:00.000Z. Have the order scheduled anew.'],
  ])('at %s, planned for 08:00', (time, message) => {
    expect(withinStartWindow({ ...fine, now: new Date(`2026-11-25T${time}Z`) })?.message).toBe(message);
  });

  test('has the tenant’s tolerance', () => {
    const now = new Date('2026-11-25T08:11:00Z');
    expect(withinStartWindow({ ...fine, now, startToleranceMinutes: 10 })).toMatchObject({ code: 'NOT_ALLOWED_NOW' });
    expect(withinStartWindow(order({ scheduledStart: null }))).toMatchObject({ code: 'NOT_ALLOWED_NOW' });
  });
});

test('completing needs every task done and some work recorded; the first open task is named', () => {
  const tasks = [
    { title: 'Isolate', sequence: 1, status: 'completed' as const, completedBy: 'somebody' },
    { title: 'Replace', sequence: 2, status: 'in_progress' as const, completedBy: null },
    { title: 'Measure', sequence: 3, status: 'pending' as const, completedBy: null },
  ];
  expect(tasksDone({ ...fine, tasks })).toMatchObject({
    code: 'NOT_ALLOWED_NOW',
    message: 'Complete or skip every task first: 2. Replace and 1 more.',
  });
  expect(tasksDone({ ...fine, tasks: [] })).toBeUndefined();
  expect(workRecorded({ ...fine, labor: [] })).toMatchObject({ code: 'NOT_ALLOWED_NOW' });
});

test('whoever worked on an order, did one of its tasks or completed it does not verify it', () => {
  expect(notByExecutor({ ...fine, labor: [{ userId: 'somebody' }, { userId: me }] })).toMatchObject({ code: 'FORBIDDEN' });
  expect(notByExecutor(order({ completedBy: me }))).toMatchObject({ code: 'FORBIDDEN' });
  const tasks = [{ title: 'Isolate', sequence: 1, status: 'completed' as const, completedBy: me }];
  expect(notByExecutor({ ...fine, tasks })).toMatchObject({ code: 'FORBIDDEN' });
});

function order(values: Partial<Situation['order']>, situation = fine): Situation {
  return { ...situation, order: { ...situation.order, ...values } };
}

function limited(permission: string, limits: Readonly<Record<string, unknown>>): Situation {
  return { ...fine, viewer: { ...fine.viewer, limits: (asked) => (asked === permission ? limits : undefined) } };
}
