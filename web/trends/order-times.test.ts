import { expect, test } from 'vitest';
import { ordersAround, timeWithin, type TrendOrder } from './order-times.ts';

const span = { from: Date.parse('2026-11-25T12:00:00Z'), to: Date.parse('2026-11-26T12:00:00Z') };

function orderOf(of: Partial<TrendOrder>): TrendOrder {
  return {
    __typename: 'WorkOrder',
    id: 'order',
    number: 'WO-20261125-0001',
    title: 'Replace the fan',
    status: 'CLOSED',
    actualStart: null,
    actualEnd: null,
    scheduledStart: null,
    scheduledEnd: null,
    asset: null,
    ...of,
  };
}

test('work is told by when it was done, before that by its window, and only when that meets the span', () => {
  const window = { scheduledStart: '2026-11-25T08:00:00Z', scheduledEnd: '2026-11-25T10:00:00Z' };
  expect(timeWithin(orderOf({ ...window, status: 'ASSIGNED' }), span)).toBeNull();
  expect(timeWithin(orderOf({ ...window, actualStart: '2026-11-25T09:00:00Z', actualEnd: '2026-11-25T13:00:00Z' }), span)).toEqual({
    from: Date.parse('2026-11-25T09:00:00Z'),
    to: Date.parse('2026-11-25T13:00:00Z'),
  });
  expect(timeWithin(orderOf({ ...window, status: 'IN_PROGRESS', actualStart: '2026-11-20T09:00:00Z' }), span)?.to).toBeNull();
  expect(timeWithin(orderOf({ scheduledStart: '2026-11-26T12:00:00Z', scheduledEnd: '2026-11-26T14:00:00Z' }), span)).toBeNull();
});

test('cancelled work, and what has no window yet, happened at no time', () => {
  const within = { scheduledStart: '2026-11-26T08:00:00Z', scheduledEnd: '2026-11-26T10:00:00Z' };
  expect(timeWithin(orderOf({ ...within, status: 'SCHEDULED' }), span)).not.toBeNull();
  expect(timeWithin(orderOf({ ...within, status: 'CANCELLED' }), span)).toBeNull();
  expect(timeWithin(orderOf({ status: 'APPROVED' }), span)).toBeNull();
});

test('what is asked for is bounded by the span, and stays the same while the span moves with the clock', () => {
  const where = ordersAround(['a'], span);
  expect(where.scheduledStart).toEqual({ lt: '2026-11-28T00:00:00.000Z' });
  expect(where.or).toEqual([{ scheduledEnd: { gte: '2026-10-26T00:00:00.000Z' } }, { status: { in: ['IN_PROGRESS', 'ON_HOLD'] } }]);
  expect(ordersAround(['a'], { from: span.from + 60_000, to: span.to + 60_000 })).toEqual(where);
});
