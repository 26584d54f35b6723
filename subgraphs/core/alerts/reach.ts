import { sql } from 'drizzle-orm';
import { alertRules } from '@dcmms/db/telemetry/alert-rules.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { anyOf, guardColumns } from '@dcmms/runtime/guard.ts';

/** The columns of telemetry's alerts that core reads; it writes `work_order_id` alone. */
export const alertRows = guardColumns(
  alerts,
  {
    id: alerts.id,
    ruleId: alerts.ruleId,
    severity: alerts.severity,
    siteId: alerts.siteId,
    assetId: alerts.assetId,
    title: alerts.title,
    message: alerts.message,
    workOrderId: alerts.workOrderId,
  },
  {
    sites: (siteIds) => anyOf(alerts.siteId, siteIds),
    assigned: (userId) =>
      sql`${alerts.assetId} in (select ${workOrders.assetId} from ${workOrders} where ${workOrders.assignedTo} = ${userId})`,
  },
);

/** Reading an alert includes reading its rule (contract §4). */
export const ruleRows = guardColumns(alertRules, { id: alertRules.id, response: alertRules.response }, 'tenant');
