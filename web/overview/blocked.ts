import type { OverviewBlockedQuery, WorkOrderStatus, WorkOrderWhere } from '../gql/graphql.ts';

type Candidate = OverviewBlockedQuery['workOrders']['nodes'][number];

/** The step that moves an order on from a state in which it waits for somebody. */
const nextStep: Partial<Record<WorkOrderStatus, string>> = { SUBMITTED: 'approveWorkOrder', ASSIGNED: 'startWorkOrder' };

/** The states in which an order may stand still. */
export const statesThatBlock: readonly WorkOrderStatus[] = ['ON_HOLD', 'SUBMITTED', 'ASSIGNED'];

const dayMs = 86_400_000;

/**
 * Orders that may be blocked on the day of `now`: on hold, waiting for approval, or assigned with a window that has begun by its end.
 * The same question for a whole day, so that the answer stays on the screen when the next one fails.
 */
export function mayBeBlocked(now: number): WorkOrderWhere {
  const dayEnds = new Date((Math.floor(now / dayMs) + 1) * dayMs).toISOString();
  return {
    or: [{ status: { eq: 'ON_HOLD' } }, { status: { eq: 'SUBMITTED' } }, { status: { eq: 'ASSIGNED' }, scheduledStart: { lte: dayEnds } }],
  };
}

export interface BlockedOrder {
  readonly order: Candidate;
  /** Sentences of the graph; none when it is on hold, where the reason is a code. */
  readonly blockedBy: readonly string[];
}

/** What stands still at `now`, and why, as the graph says it of the order's next step. Before its window nobody waits for work to start. */
export function blockedOf(orders: readonly Candidate[], now: number): BlockedOrder[] {
  return orders.flatMap((order) => {
    if (order.status === 'ASSIGNED' && !(order.scheduledStart !== null && Date.parse(order.scheduledStart) <= now)) return [];
    if (order.status === 'ON_HOLD') return [{ order, blockedBy: [] }];
    const step = order.actions.find(({ name }) => name === nextStep[order.status]);
    return step && !step.allowed ? [{ order, blockedBy: step.blockedBy }] : [];
  });
}
