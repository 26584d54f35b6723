import { workOrderParts } from '@dcmms/db/work-orders/parts.ts';
import { guard } from '@dcmms/runtime/guard.ts';
import { orderAssignedTo, orderOnSites } from '../orders/reach.ts';

/** What orders have used: reached through the order. */
export const partRows = guard(workOrderParts, {
  sites: (siteIds) => orderOnSites(workOrderParts.workOrderId, siteIds),
  assigned: (userId) => orderAssignedTo(workOrderParts.workOrderId, userId),
});
