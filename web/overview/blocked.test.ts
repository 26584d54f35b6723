import { expect, test } from 'vitest';
import { blockedOf } from './blocked.ts';
import { orderOf } from './order.fixture.ts';

type Action = Parameters<typeof blockedOf>[0][number]['actions'][number];

function action(name: string, ...blockedBy: string[]): Action {
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
