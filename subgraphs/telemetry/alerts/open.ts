import { and, asc, eq } from 'drizzle-orm';
import { openAlerts } from '@dcmms/db/telemetry/alerts.ts';
import { anyOf, guard } from '@dcmms/runtime/guard.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';
import type { AlertRow } from '../rows.ts';

/** Which alerts are not over: asked only about an alert that was reached already. */
const openRows = guard(openAlerts, 'tenant');

/** Keeps the bridge from raising, clearing or ending the suppression of an alert until the transaction ends. */
export async function lockOpen(unit: Unit, permission: string, alert: AlertRow): Promise<void> {
  const where = and(eq(openAlerts.tenantId, alert.tenantId), eq(openAlerts.dedupKey, alert.dedupKey));
  await unit.find(openRows, permission, { where, lock: 'update' });
}

/** The same for many, in one order for everybody who locks several. */
export async function lockAllOpen(unit: Unit, permission: string, alertIds: readonly string[]): Promise<void> {
  const orderBy = [asc(openAlerts.tenantId), asc(openAlerts.dedupKey)];
  await unit.find(openRows, permission, { where: anyOf(openAlerts.alertId, alertIds), orderBy, lock: 'update' });
}

/** Says that an alert is over: the next raise under its key finds none that is open. */
export async function closeAlert(unit: Unit, alert: AlertRow): Promise<void> {
  await unit.remove(openRows, 'resolve:alerts', eq(openAlerts.alertId, alert.id));
}
