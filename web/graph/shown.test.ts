import { expect, test } from 'vitest';
import { Shown } from './shown.ts';

const order = (version: number, updatedAt: string, more = {}) => ({ __typename: 'WorkOrder', id: 'o', version, updatedAt, ...more });
const alert = (occurrenceCount: number, acknowledgedAt: string | null, resolvedAt: string | null = null) => ({
  __typename: 'Alert',
  id: 'a',
  occurrenceCount,
  acknowledgedAt,
  resolvedAt,
});

test('an event of an order is older by its version, and within a version by its instant', () => {
  const shown = new Shown();
  shown.note({ workOrders: { nodes: [order(4, '2026-11-25T10:00:00.000Z')] } });
  expect(shown.isOlder(order(3, '2026-11-25T11:00:00.000Z'))).toBe(true);
  expect(shown.isOlder(order(4, '2026-11-25T09:59:00.000Z'))).toBe(true);
  expect(shown.isOlder(order(4, '2026-11-25T10:00:00.000Z'))).toBe(false);
  expect(shown.isOlder(order(5, '2026-11-25T09:00:00.000Z'))).toBe(false);
});

test('an alarm is older when it knows less of its episode', () => {
  const shown = new Shown();
  shown.note(alert(2, '2026-11-25T10:00:00.000Z'));
  expect(shown.isOlder(alert(1, null))).toBe(true);
  expect(shown.isOlder(alert(2, null))).toBe(true);
  expect(shown.isOlder(alert(3, null))).toBe(false);
  expect(shown.isOlder(alert(2, '2026-11-25T10:00:00.000Z', '2026-11-25T10:05:00.000Z'))).toBe(false);
});

test('an alarm that has left the shelf is news, although the acknowledgement of before it is gone', () => {
  const shown = new Shown();
  shown.note({ ...alert(1, '2026-11-25T10:00:00.000Z'), status: 'ACKNOWLEDGED', suppressedUntil: null });
  shown.note({ ...alert(1, '2026-11-25T10:00:00.000Z'), status: 'SUPPRESSED', suppressedUntil: '2026-11-25T10:15:00.000Z' });
  const active = { ...alert(1, null), status: 'ACTIVE', suppressedUntil: '2026-11-25T10:15:00.000Z' };
  expect(shown.isOlder(active)).toBe(false);
  // From before it was acknowledged, after a shelf of its own.
  expect(shown.isOlder({ ...active, suppressedUntil: '2026-11-25T09:15:00.000Z' })).toBe(true);
  expect(shown.isOlder({ ...active, status: 'SUPPRESSED' })).toBe(true);
  shown.note(active);
  expect(shown.isOlder({ ...alert(1, null, '2026-11-25T10:20:00.000Z'), status: 'RESOLVED' })).toBe(false);
});

test('an older answer takes nothing back, and what it does not know is no news', () => {
  const shown = new Shown();
  shown.note(order(4, '2026-11-25T10:00:00.000Z', { title: 'Fan', status: 'ASSIGNED' }));
  shown.note(order(3, '2026-11-25T09:00:00.000Z', { title: 'Old' }));
  shown.note({ __typename: 'WorkOrder', id: 'o', title: 'Without a version' });
  shown.note(order(5, '2026-11-25T10:01:00.000Z', { status: 'IN_PROGRESS' }));
  expect(shown.order('o')).toMatchObject({ version: 5, title: 'Fan', status: 'IN_PROGRESS' });
});

test('what the page has not met is never old', () => {
  expect(new Shown().isOlder(order(1, ''))).toBe(false);
  expect(new Shown().isOlder(null)).toBe(false);
});

test('an answer that holds an order as it was before what is shown is a past one; alarms and orders without a version never are', () => {
  const shown = new Shown();
  shown.note([order(4, '2026-11-25T10:00:00.000Z'), alert(2, '2026-11-25T10:00:00.000Z')]);
  const page = (...nodes: unknown[]) => ({ workOrders: { nodes, pageInfo: null } });
  expect(shown.holdsOlderOrder(page(order(4, '2026-11-25T09:59:59.999Z')))).toBe(true);
  expect(shown.holdsOlderOrder({ asset: { workOrders: page(order(3, '2026-11-25T10:00:00.000Z')) } })).toBe(true);
  expect(shown.holdsOlderOrder(page(order(4, '2026-11-25T10:00:00.000Z'), alert(1, null)))).toBe(false);
  expect(shown.holdsOlderOrder(page({ __typename: 'WorkOrder', id: 'o', number: 'WO-1' }))).toBe(false);
});
