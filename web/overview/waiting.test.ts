import { expect, test } from 'vitest';
import { orderOf } from './order.fixture.ts';
import { statesThatWait, waitingOf } from './waiting.ts';

type Action = Parameters<typeof waitingOf>[0][number]['actions'][number];

function action(name: string, allowed: boolean): Action {
  return { __typename: 'WorkOrderAction', name, allowed };
}

test('an order waits for whoever may take its next step now, and for nobody of whom the graph says no', () => {
  const waiting = waitingOf([
    orderOf({ status: 'SUBMITTED', actions: [action('approveWorkOrder', true)] }),
    orderOf({ status: 'APPROVED', actions: [action('cancelWorkOrder', true)] }),
    orderOf({ status: 'COMPLETED', actions: [action('verifyWorkOrder', false), action('reopenWorkOrder', true)] }),
    orderOf({ status: 'VERIFIED', actions: [action('closeWorkOrder', true)] }),
  ]);
  expect(waiting.map(({ order, step }) => [order.status, step])).toEqual([
    ['SUBMITTED', 'approveWorkOrder'],
    ['VERIFIED', 'closeWorkOrder'],
  ]);
});

test('whoever has no say in any step is not asked about any order', () => {
  expect(statesThatWait((permission) => permission === 'execute:work-orders')).toEqual([]);
  expect(statesThatWait((permission) => permission.startsWith('approve'))).toEqual(['SUBMITTED']);
});
