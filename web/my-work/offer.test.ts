import { expect, test } from 'vitest';
import type { Entry } from '../outbox/entry.ts';
import type { MyOrder } from './my-orders.ts';
import { canHold, isAtWork, offerOf } from './offer.ts';

type Part = Pick<MyOrder, 'status' | 'actions' | 'tasks'>;

function action(name: string, to: MyOrder['status'], blockedBy: string[] = []): MyOrder['actions'][number] {
  return { __typename: 'WorkOrderAction', name, to, needsReason: false, allowed: blockedBy.length === 0, blockedBy };
}

function task(sequence: number, status: 'PENDING' | 'COMPLETED'): MyOrder['tasks'][number] {
  return {
    __typename: 'WorkOrderTask',
    id: String(sequence),
    title: `Step ${sequence}`,
    description: null,
    sequence,
    status,
    isCritical: false,
    estimatedMinutes: null,
    completionNotes: null,
    skipReason: null,
  };
}

const waiting: Part = {
  status: 'ASSIGNED',
  actions: [action('startWorkOrder', 'IN_PROGRESS'), action('completeWorkOrder', 'COMPLETED', ['The order is assigned.'])],
  tasks: [task(1, 'PENDING')],
};
const atWork: Part = {
  status: 'IN_PROGRESS',
  actions: [action('holdWorkOrder', 'ON_HOLD'), action('completeWorkOrder', 'COMPLETED', ['Complete or skip every task first.'])],
  tasks: [task(1, 'COMPLETED'), task(2, 'PENDING')],
};

function entry(kind: Entry['kind'], over: Partial<Entry> = {}): Entry {
  return {
    id: kind,
    kind,
    title: kind,
    workOrderId: 'order-1',
    orderNumber: undefined,
    input: {},
    state: 'pending',
    problems: [],
    conflicts: [],
    traceId: undefined,
    createdAt: 0,
    sequence: 1,
    tries: 0,
    outOfReach: true,
    person: 'p',
    seen: undefined,
    ...over,
  };
}

test('work is begun, then its tasks are ticked off one by one, then it is completed', () => {
  expect(offerOf(waiting, [])).toMatchObject({ kind: 'step', step: { name: 'startWorkOrder' } });
  expect(offerOf(atWork, [])).toMatchObject({ kind: 'task', task: { sequence: 2 } });
  const done: Part = { ...atWork, tasks: [], actions: [action('completeWorkOrder', 'COMPLETED')] };
  expect(offerOf(done, [])).toMatchObject({ kind: 'step', step: { name: 'completeWorkOrder' } });
});

test('what the graph does not allow is no button, and says why; no change that waits makes a start possible', () => {
  const early: Part = { ...waiting, actions: [action('startWorkOrder', 'IN_PROGRESS', ['It is too early.'])] };
  for (const unsent of [[], [entry('addComment')], [entry('completeTask')]])
    expect(offerOf(early, unsent)).toMatchObject({ kind: 'blocked', step: { blockedBy: ['It is too early.'] } });
});

test('work waits for the answer to its start as long as one may come', () => {
  expect(offerOf(waiting, [entry('start', { outOfReach: false })])).toEqual({ kind: 'starting' });
});

test('without a network the job goes on: what its own steps have cleared does not stop it, a comment clears nothing', () => {
  const begun: Part = { ...waiting, status: 'IN_PROGRESS', tasks: [task(1, 'COMPLETED')] };
  expect(offerOf(begun, [entry('start'), entry('completeTask', { sequence: 2 })])).toMatchObject({
    kind: 'step',
    step: { name: 'completeWorkOrder' },
  });
  expect(offerOf(begun, [entry('addComment')])).toMatchObject({ kind: 'blocked' });
  expect(canHold({ ...begun, actions: [action('holdWorkOrder', 'ON_HOLD', ['The order is assigned.'])] }, [entry('start')])).toBe(true);
});

test('after a refusal nothing is offered before it is decided about: it would not be sent', () => {
  const refused = [entry('addComment', { state: 'failed' })];
  expect(offerOf(atWork, refused)).toEqual({ kind: 'undecided' });
  expect(isAtWork(atWork, refused)).toBe(false);
});
