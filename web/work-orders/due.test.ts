import { expect, test } from 'vitest';
import { dueOf } from './due.ts';

const now = new Date('2026-11-25T12:00:00Z');

function order(over: Partial<Parameters<typeof dueOf>[0]> = {}, resolutionDue: string | null = null): Parameters<typeof dueOf>[0] {
  return {
    status: 'ASSIGNED',
    scheduledEnd: null,
    sla: {
      __typename: 'WorkOrderSla',
      responseDue: null,
      responseMetAt: null,
      responseBreached: false,
      resolutionDue,
      resolutionMetAt: null,
      resolutionBreached: false,
    },
    ...over,
  };
}

test('the earlier of promise and plan counts', () => {
  expect(dueOf(order({ scheduledEnd: '2026-11-25T15:00:00Z' }, '2026-11-25T13:00:00Z'), now)).toEqual({
    at: '2026-11-25T13:00:00Z',
    by: 'promise',
    overdue: false,
  });
  expect(dueOf(order({ scheduledEnd: '2026-11-25T11:00:00Z' }, '2026-11-25T13:00:00Z'), now)).toMatchObject({ by: 'plan', overdue: true });
});

test('what is done is not due any more', () => {
  expect(dueOf(order({ status: 'COMPLETED' }, '2026-11-25T11:00:00Z'), now)).toBeUndefined();
  expect(dueOf(order(), now)).toBeUndefined();
});
