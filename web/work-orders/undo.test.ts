import { expect, test } from 'vitest';
import type { OrderAction } from './order-full.ts';
import { reversalOf } from './undo.ts';

function offered(...names: string[]): { actions: OrderAction[] } {
  return {
    actions: names.map((name) => ({
      __typename: 'WorkOrderAction',
      name,
      to: 'SCHEDULED',
      needsReason: true,
      allowed: true,
      blockedBy: [],
    })),
  };
}

const before = {
  scheduledStart: '2026-11-26T07:00:00Z',
  scheduledEnd: '2026-11-26T09:00:00Z',
  assignedTo: { __typename: 'User' as const, id: 'u1', displayName: 'Thomas' },
};

test('an assignment is taken back by unassigning, and an unassignment by the same person again', () => {
  expect(reversalOf('assignWorkOrder', before, offered('unassignWorkOrder'))).toEqual({ name: 'unassignWorkOrder', values: {} });
  expect(reversalOf('unassignWorkOrder', before, offered('assignWorkOrder'))).toEqual({
    name: 'assignWorkOrder',
    values: { userId: 'u1' },
  });
});

test('a window that was given up comes back as it was', () => {
  expect(reversalOf('unscheduleWorkOrder', before, offered('scheduleWorkOrder'))).toEqual({
    name: 'scheduleWorkOrder',
    values: { start: '2026-11-26T07:00:00Z', end: '2026-11-26T09:00:00Z' },
  });
});

test('no Undo is offered for what cannot be taken back, or not by this person', () => {
  expect(reversalOf('approveWorkOrder', before, offered('rejectWorkOrder'))).toBeUndefined();
  expect(reversalOf('assignWorkOrder', before, offered('startWorkOrder'))).toBeUndefined();
});
