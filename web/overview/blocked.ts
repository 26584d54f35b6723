import type { OverviewBlockedQuery, WorkOrderStatus, WorkOrderWhere } from '../gql/graphql.ts';

type Candidate = OverviewBlockedQuery['workOrders']['nodes'][number];

/** The step that moves an order on from a state in which it waits for somebody. */
const nextStep: Partial<Record<WorkOrderStatus, string>> = { SUBMITTED: 'approveWorkOrder', ASSIGNED: 'startWorkOrder' };

/** Orders that may be blocked: on hold, waiting for approval, or assigned with a window that has begun. */
export function mayBeBlocked(now: Date): WorkOrderWhere {
  return {
    or: [
      { status: { eq: 'ON_HOLD' } },
      { status: { eq: 'SUBMITTED' } },
      { status: { eq: 'ASSIGNED' }, scheduledStart: { lte: now.toISOString() } },
    ],
  };
}

export interface BlockedOrder {
  readonly order: Candidate;
  /** Sentences of the graph; none when it is on hold, where the reason is a code. */
  readonly blockedBy: readonly string[];
}

/** What stands still, and why, as the graph says it of the order's next step. */
export function blockedOf(orders: readonly Candidate[]): BlockedOrder[] {
  return orders.flatMap((order) => {
    if (order.status === 'ON_HOLD') return [{ order, blockedBy: [] }];
    const step = order.actions.find(({ name }) => name === nextStep[order.status]);
    return step && !step.allowed ? [{ order, blockedBy: step.blockedBy }] : [];
  });
}
