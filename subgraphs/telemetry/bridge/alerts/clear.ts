import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { alertDedupKey } from '@dcmms/db/telemetry/dedup-key.ts';
import type { Rows } from '@dcmms/runtime/database/database.ts';
import { eq } from 'drizzle-orm';
import type { Transition } from '../rules/evaluate.ts';
import { closeOpenAlert, lockOpenAlert } from './open.ts';
import { tellOf, type AlertRow } from './outbox.ts';

/**
 * Writes the end of an alarm. Its time is the reading's that completed the clear condition.
 *
 * @returns `over` when the alert is suppressed: it stays so until the suppression ends, and ends then (domain reference, 3.7: no
 * way leads from suppressed to resolved). `resolved` otherwise, also when somebody was quicker by hand.
 */
export async function clearAlert(rows: Rows, { rule, series, atMs }: Transition): Promise<'resolved' | 'over'> {
  const dedupKey = alertDedupKey({ ruleId: rule.id, assetId: series.assetId, tag: series.tag });
  const open = await lockOpenAlert(rows, rule.tenantId, dedupKey);
  if (!open) return 'resolved';
  if (open.status === 'suppressed') return 'over';
  await resolveAutomatically(rows, open, new Date(atMs));
  return 'resolved';
}

/** Ends an open alert that is locked. */
export async function resolveAutomatically(rows: Rows, open: AlertRow, at: Date): Promise<void> {
  const [alert] = await rows
    .update(alerts)
    .set({ status: 'resolved', resolvedAt: at, resolvedBy: null, resolvedAutomatically: true, resolution: 'The clear condition held' })
    .where(eq(alerts.id, open.id))
    .returning();
  if (!alert) throw new Error('an alert that was locked is gone');
  await closeOpenAlert(rows, alert);
  await tellOf(rows, alert);
}
