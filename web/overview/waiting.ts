import type { OverviewWaitingQuery, WorkOrderStatus } from '../gql/graphql.ts';

type Candidate = OverviewWaitingQuery['workOrders']['nodes'][number];

/** Steps of a decision or a plan: who has the permission is waited for. Whoever does the work finds it in their own list. */
const steps = [
  { of: 'SUBMITTED', name: 'approveWorkOrder', permission: 'approve:work-orders' },
  { of: 'APPROVED', name: 'scheduleWorkOrder', permission: 'schedule:work-orders' },
  { of: 'SCHEDULED', name: 'assignWorkOrder', permission: 'assign:work-orders' },
  { of: 'COMPLETED', name: 'verifyWorkOrder', permission: 'verify:work-orders' },
  { of: 'VERIFIED', name: 'closeWorkOrder', permission: 'close:work-orders' },
] as const;

export type WaitedStep = (typeof steps)[number]['name'];

/** The states in which an order may wait for this person; none for whoever decides nothing, and is asked nothing. */
export function statesThatWait(can: (permission: string) => boolean): WorkOrderStatus[] {
  return steps.filter(({ permission }) => can(permission)).map(({ of }) => of);
}

export interface WaitingOrder {
  readonly order: Candidate;
  readonly step: WaitedStep;
}

/** Orders whose next step this person may take now, as the graph says it of each. */
export function waitingOf(orders: readonly Candidate[]): WaitingOrder[] {
  return orders.flatMap((order) => {
    const step = steps.find(({ of }) => of === order.status);
    return step && order.actions.some(({ name, allowed }) => name === step.name && allowed) ? [{ order, step: step.name }] : [];
  });
}
