import { sql, type SQL } from 'drizzle-orm';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { anyOf, guard } from '@dcmms/runtime/guard.ts';

/**
 * Alerts, by their sites, or, for whoever works by assignment, those that an order of theirs came from and those of the assets
 * that an order of theirs is about.
 */
export const alertRows = guard(alerts, {
  sites: (siteIds) => anyOf(alerts.siteId, siteIds),
  assigned: (userId) => alertIsAssigned(userId),
});

/** Uncorrelated, so that PostgreSQL looks the person's orders up once per statement and not once per alert. */
export function alertIsAssigned(userId: string): SQL {
  const theirs = sql`from ${workOrders} where ${workOrders.assignedTo} = ${userId}`;
  return sql`(${alerts.workOrderId} in (select ${workOrders.id} ${theirs}) or ${alerts.assetId} in (select ${workOrders.assetId} ${theirs}))`;
}
