import { and, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { workOrderComments } from '@dcmms/db/work-orders/comments.ts';
import { workOrderLabor } from '@dcmms/db/work-orders/labor.ts';
import { workOrderStateHistory } from '@dcmms/db/work-orders/state-history.ts';
import { workOrderTasks } from '@dcmms/db/work-orders/tasks.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { anyOf, guard, guardColumns, type Reach } from '@dcmms/runtime/guard.ts';
import type { Operation, Permission } from '@dcmms/runtime/operation.ts';

export const orderRows = guard(workOrders, {
  sites: (siteIds) => anyOf(workOrders.siteId, siteIds),
  assigned: (userId) => eq(workOrders.assignedTo, userId),
  own: (userId) => eq(workOrders.createdBy, userId),
});

/** The plan of the whole tenant: a person or an asset is taken or free, whoever may see by what. */
export const planRows = guardColumns(
  workOrders,
  {
    id: workOrders.id,
    number: workOrders.number,
    status: workOrders.status,
    scheduledStart: workOrders.scheduledStart,
    scheduledEnd: workOrders.scheduledEnd,
  },
  'tenant',
);

const { sequenceOrder, ...taskColumns } = getTableColumns(workOrderTasks);
export const taskRows = guardColumns(workOrderTasks, { ...taskColumns, sequence: sequenceOrder }, throughOrder(workOrderTasks.workOrderId));

const { laborType, ...laborColumns } = getTableColumns(workOrderLabor);
export const laborRows = guardColumns(workOrderLabor, { ...laborColumns, type: laborType }, throughOrder(workOrderLabor.workOrderId));

export const commentRows = guard(workOrderComments, throughOrder(workOrderComments.workOrderId));

export const historyRows = guard(workOrderStateHistory, throughOrder(workOrderStateHistory.workOrderId));

/** What a scope is decided by. */
export interface Placed {
  readonly siteId: string;
  readonly assignedTo: string | null;
  readonly createdBy: string;
}

/** Whether the viewer's grant of a permission covers an order: the guard's rule for a row that is at hand. */
export function reaches(op: Operation, permission: Permission, order: Placed): boolean {
  return op.scopes(permission).some((scope) => {
    switch (scope) {
      case 'all':
        return true;
      case 'sites':
        return op.viewer.siteIds.includes(order.siteId);
      case 'assigned':
        return order.assignedTo === op.viewer.userId;
      case 'own':
        return order.createdBy === op.viewer.userId;
    }
  });
}

/** Whoever reaches an order reaches what hangs on it. */
function throughOrder(orderId: PgColumn): Reach {
  const inOrder = (where: SQL) => sql`exists (select from ${workOrders} where ${and(eq(workOrders.id, orderId), where)})`;
  return {
    sites: (siteIds) => inOrder(anyOf(workOrders.siteId, siteIds)),
    assigned: (userId) => inOrder(eq(workOrders.assignedTo, userId)),
    own: (userId) => inOrder(eq(workOrders.createdBy, userId)),
  };
}
