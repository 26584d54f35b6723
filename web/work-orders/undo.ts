import type { OrderFull } from './order-full.ts';
import { may } from './steps.ts';
import type { OrderChangeName } from './order-changes.ts';

export type ReversalName = 'scheduleWorkOrder' | 'unscheduleWorkOrder' | 'assignWorkOrder' | 'unassignWorkOrder';

/** Which change takes which back. Whether it may be done then is the graph's word. */
const reversals: Partial<Record<OrderChangeName, ReversalName>> = {
  scheduleWorkOrder: 'unscheduleWorkOrder',
  unscheduleWorkOrder: 'scheduleWorkOrder',
  assignWorkOrder: 'unassignWorkOrder',
  unassignWorkOrder: 'assignWorkOrder',
};

export interface Reversal {
  readonly name: ReversalName;
  /** What it needs beside id, version and reason: what the order had before. */
  readonly values: Readonly<Record<string, unknown>>;
}

type Before = Pick<OrderFull, 'scheduledStart' | 'scheduledEnd' | 'assignedTo'>;

/** What takes a change back that was just made; undefined when nothing does, or this viewer may not. */
export function reversalOf(name: OrderChangeName, before: Before, after: Pick<OrderFull, 'actions'>): Reversal | undefined {
  const reverse = reversals[name];
  if (!reverse || !may(after.actions, reverse)) return undefined;
  if (reverse === 'scheduleWorkOrder') {
    if (before.scheduledStart == null || before.scheduledEnd == null) return undefined;
    return { name: reverse, values: { start: before.scheduledStart, end: before.scheduledEnd } };
  }
  if (reverse === 'assignWorkOrder') {
    if (before.assignedTo == null) return undefined;
    return { name: reverse, values: { userId: before.assignedTo.id } };
  }
  return { name: reverse, values: {} };
}
