import type { WorkOrderStatus } from '../gql/graphql.ts';

/** The states of an order in the sequence of its life: the ribbon's and the board's order of columns, nothing more. */
export const orderStatuses = [
  'DRAFT',
  'SUBMITTED',
  'APPROVED',
  'SCHEDULED',
  'ASSIGNED',
  'IN_PROGRESS',
  'ON_HOLD',
  'COMPLETED',
  'VERIFIED',
  'CLOSED',
  'CANCELLED',
] as const satisfies readonly WorkOrderStatus[];

/** Fails to compile when the graph has a state that is missing above. */
export type Listed = WorkOrderStatus extends (typeof orderStatuses)[number] ? true : never;
export const everyStatusIsListed: Listed = true;

/** What is over: shown only when somebody asks for it. */
export const endStatuses: readonly WorkOrderStatus[] = ['CLOSED', 'CANCELLED'];

export const openStatuses: readonly WorkOrderStatus[] = orderStatuses.filter((status) => !endStatuses.includes(status));

/** The work is over, for good or for bad: nothing is due any more. */
export function isDone(status: WorkOrderStatus): boolean {
  return ['COMPLETED', 'VERIFIED', ...endStatuses].includes(status);
}

export function isStatus(text: string): text is WorkOrderStatus {
  return orderStatuses.some((status) => status === text);
}
