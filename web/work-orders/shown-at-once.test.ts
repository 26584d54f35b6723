import { expect, test } from 'vitest';
import type { OrderChangeName } from './order-changes.ts';
import { shownAtOnce } from './shown-at-once.ts';

const offers = (name: OrderChangeName, to: 'APPROVED' | 'SCHEDULED' | 'ASSIGNED' | 'CLOSED') => ({
  id: 'w1',
  actions: [{ name, to }],
});
const nameOf = (id: string): string | undefined => (id === 'u1' ? 'Thomas' : undefined);
const shown = (name: OrderChangeName, to: Parameters<typeof offers>[1], values: Record<string, unknown> = {}) =>
  shownAtOnce(name, offers(name, to), values, nameOf).map(({ fields }) => fields);

test('a window and a state are shown at once, and given up at once', () => {
  const window = { start: '2026-11-26T07:00:00Z', end: '2026-11-26T09:00:00Z' };
  expect(shown('scheduleWorkOrder', 'SCHEDULED', window)).toEqual([
    { status: 'SCHEDULED', scheduledStart: window.start, scheduledEnd: window.end },
  ]);
  expect(shown('unscheduleWorkOrder', 'APPROVED')).toEqual([{ status: 'APPROVED', scheduledStart: null, scheduledEnd: null }]);
});

test('who is given an order is shown by name', () => {
  expect(shown('assignWorkOrder', 'ASSIGNED', { userId: 'u1' })).toEqual([
    { status: 'ASSIGNED', assignedTo: { __typename: 'User', id: 'u1', displayName: 'Thomas' } },
  ]);
  expect(shown('unassignWorkOrder', 'SCHEDULED')).toEqual([{ status: 'SCHEDULED', assignedTo: null }]);
  // Whose name is not known is not shown as nobody.
  expect(shown('assignWorkOrder', 'ASSIGNED', { userId: 'u2' })).toEqual([]);
});

test('what cannot be taken back is not shown before it is so', () => {
  for (const name of ['approveWorkOrder', 'closeWorkOrder', 'cancelWorkOrder', 'verifyWorkOrder'] as const) {
    expect(shown(name, 'CLOSED')).toEqual([]);
  }
  // Nor what the graph does not offer.
  expect(shownAtOnce('scheduleWorkOrder', offers('closeWorkOrder', 'CLOSED'), {}, nameOf)).toEqual([]);
});
