import type { WorkOrderPriority } from '@dcmms/db/work-orders/work-orders.ts';
import type { WorkOrderRow } from '../rows.ts';

/** Hours until work has to start and until it has to be done, by priority (domain §3.1); contracts will override them. */
export const slaHours: Readonly<Record<WorkOrderPriority, { readonly response: number; readonly resolution: number }>> = {
  critical: { response: 2, resolution: 8 },
  high: { response: 4, resolution: 24 },
  medium: { response: 24, resolution: 72 },
  low: { response: 72, resolution: 240 },
};

/** When an order that was made at an instant has to be answered and solved. */
export function slaDue(priority: WorkOrderPriority, createdAt: Date) {
  const { response, resolution } = slaHours[priority];
  return { slaResponseDue: after(createdAt, response), slaResolutionDue: after(createdAt, resolution) };
}

/** What the start of work says about the promise to answer. */
export function slaResponse(order: WorkOrderRow, now: Date) {
  // The first start answers; a start after an order went back does not answer later than that.
  if (order.slaResponseMetAt) return {};
  return { slaResponseMetAt: now, slaResponseBreached: order.slaResponseDue !== null && now > order.slaResponseDue };
}

/** What the end of work says about the promise to solve. */
export function slaResolution(order: WorkOrderRow, now: Date) {
  return { slaResolutionMetAt: now, slaResolutionBreached: order.slaResolutionDue !== null && now > order.slaResolutionDue };
}

function after(instant: Date, hours: number): Date {
  return new Date(instant.getTime() + hours * 3_600_000);
}
