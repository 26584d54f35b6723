import { expect, test } from 'vitest';
import type { MyOrder } from './my-orders.ts';
import { canHold, offerOf } from './offer.ts';

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

test('work is begun, then its tasks are ticked off one by one, then it is completed', () => {
  expect(offerOf(waiting, false)).toMatchObject({ kind: 'step', step: { name: 'startWorkOrder' } });
  expect(offerOf(atWork, false)).toMatchObject({ kind: 'task', task: { sequence: 2 } });
  const done: Part = { ...atWork, tasks: [], actions: [action('completeWorkOrder', 'COMPLETED')] };
  expect(offerOf(done, false)).toMatchObject({ kind: 'step', step: { name: 'completeWorkOrder' } });
});

test('what the graph does not allow is no button, and says why', () => {
  const early: Part = { ...waiting, actions: [action('startWorkOrder', 'IN_PROGRESS', ['It is too early.'])] };
  expect(offerOf(early, false)).toMatchObject({ kind: 'blocked', step: { blockedBy: ['It is too early.'] } });
});

test('without a network the job goes on: what the graph said before the waiting changes does not stop it', () => {
  const begun: Part = { ...waiting, status: 'IN_PROGRESS', tasks: [task(1, 'COMPLETED')] };
  expect(offerOf(begun, true)).toMatchObject({ kind: 'step', step: { name: 'completeWorkOrder' } });
  expect(canHold({ ...begun, actions: [action('holdWorkOrder', 'ON_HOLD', ['The order is assigned.'])] }, true)).toBe(true);
});
