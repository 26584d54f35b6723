import { expect, test } from 'vitest';
import { blockedOf } from './blocked.ts';

type Order = Parameters<typeof blockedOf>[0][number];

function orderOf(of: Pick<Order, 'status' | 'actions'>): Order {
  return {
    __typename: 'WorkOrder',
    id: of.status,
    number: 'WO-20261125-0001',
    title: 'Replace the fan',
    priority: 'HIGH',
    holdReason: null,
    scheduledStart: null,
    scheduledEnd: null,
    dueAt: null,
    isOverdue: false,
    site: null,
    asset: null,
    assignedTo: null,
    ...of,
  };
}

function action(name: string, ...blockedBy: string[]): Order['actions'][number] {
  return { __typename: 'WorkOrderAction', name, allowed: blockedBy.length === 0, blockedBy };
}

test('on hold is blocked; a step that is due is blocked by what the graph says; what is not its next step does not count', () => {
  const blocked = blockedOf([
    orderOf({ status: 'ON_HOLD', actions: [] }),
    orderOf({
      status: 'ASSIGNED',
      actions: [action('startWorkOrder', 'Its permit is missing.'), action('completeWorkOrder', 'Not started.')],
    }),
    orderOf({ status: 'SUBMITTED', actions: [action('approveWorkOrder'), action('startWorkOrder', 'The order is submitted.')] }),
  ]);
  expect(blocked.map(({ order, blockedBy }) => [order.status, ...blockedBy])).toEqual([
    ['ON_HOLD'],
    ['ASSIGNED', 'Its permit is missing.'],
  ]);
});
