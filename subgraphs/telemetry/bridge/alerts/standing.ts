import { alerts, openAlerts } from '@dcmms/db/telemetry/alerts.ts';
import type { Database, Rows } from '@dcmms/runtime/database/database.ts';
import { and, eq } from 'drizzle-orm';
import { asBridge, rowsOf } from '../database.ts';
import { resolveAutomatically } from './clear.ts';
import { lockOpenAlert } from './open.ts';
import { tellOf, type AlertRow } from './outbox.ts';

/** An alert that is open, as far as the rules have to know of it. */
export interface StandingAlert {
  readonly dedupKey: string;
  readonly alertId: string;
  readonly siteId: string;
  readonly ruleId: string | null;
  readonly assetId: string | null;
  readonly tag: string | null;
  readonly status: AlertRow['status'];
  readonly suppressedUntil: Date | null;
}

/** All open alerts of a tenant: what people have done to them is seen here. */
export function loadStanding(database: Database, tenantId: string): Promise<StandingAlert[]> {
  return rowsOf(database, tenantId)
    .select({
      dedupKey: openAlerts.dedupKey,
      alertId: alerts.id,
      siteId: alerts.siteId,
      ruleId: alerts.ruleId,
      assetId: alerts.assetId,
      tag: alerts.tag,
      status: alerts.status,
      suppressedUntil: alerts.suppressedUntil,
    })
    .from(openAlerts)
    .innerJoin(alerts, and(eq(alerts.tenantId, openAlerts.tenantId), eq(alerts.id, openAlerts.alertId)));
}

/**
 * Ends a suppression whose time is over: the alert is active again, unacknowledged, if its condition still holds, and resolved if
 * not. One that a person has unsuppressed meanwhile stays as it is, or is resolved likewise; one that is suppressed for longer now
 * is left alone.
 */
export async function endSuppression(
  database: Database,
  tenantId: string,
  dedupKey: string,
  stillHolds: boolean,
  now: Date,
): Promise<void> {
  await database.transaction(asBridge(tenantId, 'endSuppression'), async (rows: Rows) => {
    const open = await lockOpenAlert(rows, tenantId, dedupKey);
    if (!open) return;
    const isSuppressed = open.status === 'suppressed';
    if (isSuppressed && (!open.suppressedUntil || open.suppressedUntil > now)) return;
    if (!stillHolds) return resolveAutomatically(rows, open, now);
    if (!isSuppressed) return;
    const [alert] = await rows
      .update(alerts)
      .set({ status: 'active', acknowledgedBy: null, acknowledgedAt: null, acknowledgmentComment: null })
      .where(eq(alerts.id, open.id))
      .returning();
    if (alert) await tellOf(rows, alert);
  });
  database.notifySoon();
}
