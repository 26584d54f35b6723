import { alerts, openAlerts } from '@dcmms/db/telemetry/alerts.ts';
import type { Rows } from '@dcmms/runtime/database/database.ts';
import { and, desc, eq } from 'drizzle-orm';
import type { AlertRow } from './outbox.ts';

/**
 * Locks the open alert of a key, in the order in which everybody does: the row of `open_alerts` first, then the alert. A person
 * who resolves or suppresses it at this moment is before us or after us, never in between.
 *
 * @returns undefined when none is open.
 */
export async function lockOpenAlert(rows: Rows, tenantId: string, dedupKey: string): Promise<AlertRow | undefined> {
  const [open] = await rows
    .select({ alertId: openAlerts.alertId })
    .from(openAlerts)
    .where(and(eq(openAlerts.tenantId, tenantId), eq(openAlerts.dedupKey, dedupKey)))
    .for('update');
  if (!open) return undefined;
  const [alert] = await rows.select().from(alerts).where(eq(alerts.id, open.alertId)).for('update');
  return alert;
}

/** The alert of a key that was made last, open or not. */
export async function lockLastAlert(rows: Rows, tenantId: string, dedupKey: string): Promise<AlertRow | undefined> {
  const [alert] = await rows
    .select()
    .from(alerts)
    .where(and(eq(alerts.tenantId, tenantId), eq(alerts.dedupKey, dedupKey)))
    .orderBy(desc(alerts.id))
    .limit(1)
    .for('update');
  return alert;
}

export async function openAlert(rows: Rows, alert: AlertRow): Promise<void> {
  await rows
    .insert(openAlerts)
    .values({ tenantId: alert.tenantId, dedupKey: alert.dedupKey, alertId: alert.id, triggeredAt: alert.triggeredAt });
}

export async function closeOpenAlert(rows: Rows, { tenantId, dedupKey }: AlertRow): Promise<void> {
  await rows.delete(openAlerts).where(and(eq(openAlerts.tenantId, tenantId), eq(openAlerts.dedupKey, dedupKey)));
}
