import { expect, test } from 'vitest';
import { dayOf } from './day.ts';
import type { MyOrder } from './my-orders.ts';

const now = new Date('2026-11-25T23:30:00Z');

function order(number: string, status: MyOrder['status'], scheduledStart: string | null): MyOrder {
  return {
    __typename: 'WorkOrder',
    id: number,
    number,
    title: number,
    type: 'CORRECTIVE',
    priority: 'HIGH',
    status,
    version: 1,
    holdReason: null,
    scheduledStart,
    scheduledEnd: null,
    createdAt: '2026-11-20T00:00:00Z',
    updatedAt: '2026-11-20T00:00:00Z',
    site: { __typename: 'Site', id: 's', code: 'MOSS', name: 'Moss', timezone: 'America/Los_Angeles' },
    asset: null,
    assignedTo: null,
    dueAt: null,
    isOverdue: false,
    description: null,
    actions: [],
    actualStart: null,
    completionNotes: null,
    tasks: [],
    labor: [],
    parts: [],
  };
}

const numbers = (orders: readonly MyOrder[]) => orders.map(({ number }) => number);

test('running work comes before held work, and both before what waits', () => {
  const day = dayOf([order('held', 'ON_HOLD', '2026-11-25T08:00:00Z'), order('running', 'IN_PROGRESS', '2026-11-25T09:00:00Z')], now);
  expect(numbers(day.now)).toEqual(['running', 'held']);
});

test('today is the day at the site, what should have begun before included, in order of time', () => {
  const day = dayOf(
    [
      // 20:00 of the 25th in California, the 26th in UTC.
      order('evening', 'ASSIGNED', '2026-11-26T04:00:00Z'),
      order('yesterday', 'ASSIGNED', '2026-11-24T17:00:00Z'),
      order('tomorrow', 'ASSIGNED', '2026-11-26T17:00:00Z'),
    ],
    now,
  );
  expect(numbers(day.today)).toEqual(['yesterday', 'evening']);
  expect(numbers(day.later)).toEqual(['tomorrow']);
});
