import { dayNumber } from '../time/zoned.ts';
import type { MyOrder } from './my-orders.ts';

/** A technician's orders as their day goes. */
export interface Day {
  /** Work that has begun, and is not at its end: first what is running. */
  readonly now: readonly MyOrder[];
  /** What begins today by the site's calendar, or should have begun before, in order of time. */
  readonly today: readonly MyOrder[];
  readonly later: readonly MyOrder[];
  /** What this person has completed and the graph does not know yet. */
  readonly done: readonly MyOrder[];
}

export function dayOf(orders: readonly MyOrder[], now: Date): Day {
  const begun = orders.filter(({ status }) => status === 'IN_PROGRESS' || status === 'ON_HOLD');
  const waiting = orders.filter(({ status }) => status === 'ASSIGNED').toSorted((a, b) => startOf(a) - startOf(b));
  return {
    now: begun.toSorted((a, b) => Number(a.status === 'ON_HOLD') - Number(b.status === 'ON_HOLD') || startOf(a) - startOf(b)),
    today: waiting.filter((order) => isByToday(order, now)),
    later: waiting.filter((order) => !isByToday(order, now)),
    done: orders.filter(({ status }) => status === 'COMPLETED'),
  };
}

function isByToday(order: MyOrder, now: Date): boolean {
  if (order.scheduledStart == null) return true;
  const zone = order.site?.timezone ?? 'UTC';
  return dayNumber(new Date(order.scheduledStart), zone) <= dayNumber(now, zone);
}

function startOf(order: MyOrder): number {
  return order.scheduledStart == null ? 0 : Date.parse(order.scheduledStart);
}
