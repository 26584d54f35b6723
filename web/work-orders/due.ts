import type { OrderRow } from './order-row.ts';
import { unfinishedStatuses } from './statuses.ts';

/** The instant that an order has to be done by, and what set it. */
export interface DueTime {
  readonly at: string;
  readonly by: 'plan' | 'promise';
  readonly overdue: boolean;
}

/**
 * What the order has to be done by: the promised resolution (SLA) or the end of its window, whichever comes first. Undefined when
 * neither is set or the work is done.
 */
export function dueOf(order: Pick<OrderRow, 'status' | 'scheduledEnd' | 'sla'>, now: Date): DueTime | undefined {
  if (!unfinishedStatuses.includes(order.status)) return undefined;
  const promised = order.sla.resolutionMetAt == null ? order.sla.resolutionDue : null;
  const found = [
    ...(promised == null ? [] : [{ at: promised, by: 'promise' as const }]),
    ...(order.scheduledEnd == null ? [] : [{ at: order.scheduledEnd, by: 'plan' as const }]),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const [first] = found;
  return first && { ...first, overdue: Date.parse(first.at) < now.getTime() };
}
