import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import { anyOf, guardColumns } from '@dcmms/runtime/guard.ts';

/** Orders that their assignee has in hand. */
const inHand: readonly WorkOrderStatus[] = ['assigned', 'in_progress', 'on_hold', 'completed'];

/** The columns of core's orders that inventory may read. */
export const orderRows = guardColumns(
  workOrders,
  { id: workOrders.id, siteId: workOrders.siteId, status: workOrders.status, assignedTo: workOrders.assignedTo },
  {
    sites: (siteIds) => anyOf(workOrders.siteId, siteIds),
    assigned: (userId) => eq(workOrders.assignedTo, userId),
  },
);

/** That the order of a row is on one of these sites. */
export function orderOnSites(orderId: PgColumn, siteIds: readonly string[]): SQL {
  return sql`exists (select from ${workOrders} where ${workOrders.id} = ${orderId} and ${anyOf(workOrders.siteId, siteIds)})`;
}

/** That the order of a row is assigned to the person. */
export function orderAssignedTo(orderId: PgColumn, userId: string): SQL {
  return sql`exists (select from ${workOrders} where ${workOrders.id} = ${orderId} and ${workOrders.assignedTo} = ${userId})`;
}

/**
 * That the person has an order in hand at the site of a row: whose permission covers assigned orders sees the store that they
 * take parts from. Uncorrelated, so that the person's orders are looked up once per statement.
 */
export function siteOfOrderInHand(siteId: PgColumn, userId: string): SQL {
  const theirs = and(eq(workOrders.assignedTo, userId), inArray(workOrders.status, [...inHand]));
  return sql`${siteId} in (select ${workOrders.siteId} from ${workOrders} where ${theirs})`;
}
