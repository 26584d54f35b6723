import { expect, test } from 'vitest';
import { patched } from '../graph/patches.ts';
import type { Entry } from './entry.ts';
import { shownAs } from './shown-as.ts';

const action = (name: string, to: string, blockedBy: readonly string[] = []) => ({
  __typename: 'WorkOrderAction',
  name,
  allowed: blockedBy.length === 0,
  blockedBy,
  to,
});

const order = {
  __typename: 'WorkOrder',
  id: 'order-1',
  status: 'ASSIGNED',
  actions: [
    action('startWorkOrder', 'IN_PROGRESS'),
    action('holdWorkOrder', 'ON_HOLD', ['The order is not in progress.']),
    action('completeWorkOrder', 'COMPLETED', ['The order is not in progress.']),
    action('verifyWorkOrder', 'VERIFIED', ['The order is not completed.']),
  ],
  tasks: [
    { __typename: 'WorkOrderTask', id: 'task-1', status: 'PENDING', title: 'Fan' },
    { __typename: 'WorkOrderTask', id: 'task-2', status: 'PENDING', title: 'Filter' },
  ],
};

function entry(kind: Entry['kind'], input: Entry['input'], state: Entry['state'] = 'pending', sequence = 1): Entry {
  return {
    id: `${kind}-${sequence}`,
    kind,
    title: kind,
    workOrderId: 'order-1',
    orderNumber: undefined,
    input,
    state,
    problems: [],
    conflicts: [],
    traceId: undefined,
    createdAt: Date.UTC(2026, 10, 25),
    sequence,
    tries: 0,
    outOfReach: kind === 'start',
    person: 'p',
    seen: undefined,
  };
}

test('a start that nobody could be asked about is shown as started, with the way on', () => {
  const { status, actions } = patched(order, shownAs([entry('start', {})]));
  expect(status).toBe('IN_PROGRESS');
  expect(actions.map(({ name, allowed }) => [name, allowed])).toEqual([
    ['holdWorkOrder', true],
    ['completeWorkOrder', true],
    ['verifyWorkOrder', false],
  ]);
});

test('a start is not shown as done, nor what is behind it, while its answer may come', () => {
  const asked = { ...entry('start', {}), outOfReach: false };
  expect(patched(order, shownAs([asked]))).toBe(order);
  expect(patched(order, shownAs([{ ...asked, state: 'sending' }, entry('completeTask', { id: 'task-1' }, 'pending', 2)]))).toBe(order);
});

test('a chain is shown by its end', () => {
  const chain = [
    entry('start', {}, 'sending', 1),
    entry('completeTask', { id: 'task-1', notes: 'New fan' }, 'pending', 2),
    entry('complete', { notes: 'Done' }, 'pending', 3),
  ];
  const shown = patched(order, shownAs(chain));
  expect(shown.status).toBe('COMPLETED');
  expect(shown.tasks.map(({ status }) => status)).toEqual(['COMPLETED', 'PENDING']);
  expect(shown.tasks[1]).toBe(order.tasks[1]);
});

test('what was refused is not shown as done', () => {
  expect(patched(order, shownAs([entry('start', {}, 'failed')]))).toBe(order);
  expect(patched(order, shownAs([entry('start', {}, 'conflict')]))).toBe(order);
});

test('what waits behind a refusal is not shown as done either', () => {
  const held = [entry('start', {}, 'failed', 1), entry('complete', { notes: 'Done' }, 'pending', 2)];
  expect(patched(order, shownAs(held))).toBe(order);
});

test('fields that nobody asked for are not added', () => {
  expect(patched({ __typename: 'WorkOrder', id: 'order-1', status: 'ASSIGNED' }, shownAs([entry('start', {})]))).toEqual({
    __typename: 'WorkOrder',
    id: 'order-1',
    status: 'IN_PROGRESS',
  });
});
