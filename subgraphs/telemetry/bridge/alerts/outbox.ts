import type { alerts } from '@dcmms/db/telemetry/alerts.ts';
import type { Rows } from '@dcmms/runtime/database/database.ts';
import { sql } from 'drizzle-orm';

export type AlertRow = typeof alerts.$inferSelect;

/** Tells of a change of an alert in the transaction that made it: the row as it is now, by the names that the subgraph reads. */
export async function tellOf(rows: Rows, alert: AlertRow): Promise<void> {
  await rows.execute(sql`/* bridge_outbox */ insert into outbox (tenant_id, topic, entity_id, site_id, payload)
    values (${alert.tenantId}, 'alert', ${alert.id}, ${alert.siteId}, ${JSON.stringify(alert)}::jsonb)`);
}
