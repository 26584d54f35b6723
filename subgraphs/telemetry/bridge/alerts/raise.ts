import { randomInt } from 'node:crypto';
import { alertCategories, alertSeverities } from '@dcmms/db/telemetry/alert-rules.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { alertDedupKey } from '@dcmms/db/telemetry/dedup-key.ts';
import type { Rows } from '@dcmms/runtime/database/database.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { eq, sql } from 'drizzle-orm';
import type { Transition } from '../rules/evaluate.ts';
import { alertText } from './message.ts';
import { lockLastAlert, lockOpenAlert, openAlert } from './open.ts';
import { tellOf, type AlertRow } from './outbox.ts';

/** An alert that comes back this soon after its end is the same one (contract §5). */
export const sameAlertMs = 15 * 60_000;

/**
 * Writes a raise. One open alert per rule, asset and tag: if there is one, the raise is its next occurrence; if the last one ended
 * within 15 minutes of reading time, it is open again, active and unacknowledged; else it is a new row.
 */
export async function raiseAlert(rows: Rows, siteId: string, transition: Transition): Promise<void> {
  const { rule, series, atMs } = transition;
  await countRaise(rows, transition);
  const dedupKey = alertDedupKey({ ruleId: rule.id, assetId: series.assetId, tag: series.tag });
  const open = await lockOpenAlert(rows, rule.tenantId, dedupKey);
  // Suppressed it stays silent, and counts on: an alarm that chatters is what suppression is for. Nobody has seen this raise, though.
  if (open) return void (await occurAgain(rows, open, transition, open.status === 'suppressed' ? unacknowledged : {}));
  const last = await lockLastAlert(rows, rule.tenantId, dedupKey);
  if (last?.status === 'resolved' && last.resolvedAt && atMs - last.resolvedAt.getTime() <= sameAlertMs) {
    return openAlert(rows, await occurAgain(rows, last, transition, reopened));
  }
  const alert = await insertAlert(rows, siteId, dedupKey, transition);
  await openAlert(rows, alert);
  await tellOf(rows, alert);
}

const unacknowledged = { acknowledgedBy: null, acknowledgedAt: null, acknowledgmentComment: null } as const satisfies Partial<AlertRow>;

/** An alert that comes back is active, and nobody has seen it yet. */
const reopened = {
  status: 'active',
  ...unacknowledged,
  resolvedBy: null,
  resolvedAt: null,
  resolution: null,
  rootCause: null,
  resolvedAutomatically: false,
  suppressedUntil: null,
  suppressionReason: null,
} as const satisfies Partial<AlertRow>;

async function occurAgain(rows: Rows, before: AlertRow, transition: Transition, changes: Partial<AlertRow>): Promise<AlertRow> {
  const [alert] = await rows
    .update(alerts)
    .set({
      ...changes,
      ...found(transition),
      severity: known(alertSeverities, transition.rule.severity) ?? before.severity,
      lastOccurrenceAt: new Date(transition.atMs),
      occurrenceCount: before.occurrenceCount + 1,
    })
    .where(eq(alerts.id, before.id))
    .returning();
  if (!alert) throw new Error('an alert that was locked is gone');
  await tellOf(rows, alert);
  return alert;
}

async function insertAlert(rows: Rows, siteId: string, dedupKey: string, transition: Transition): Promise<AlertRow> {
  const { rule, series, atMs } = transition;
  const at = new Date(atMs);
  const [alert] = await rows
    .insert(alerts)
    .values({
      id: uuidv7(),
      number: alertNumber(at),
      tenantId: rule.tenantId,
      ruleId: rule.id,
      ruleName: rule.name,
      category: known(alertCategories, rule.category),
      severity: known(alertSeverities, rule.severity) ?? 'medium',
      siteId,
      assetId: series.assetId,
      tag: series.tag,
      metric: series.metric,
      ...found(transition),
      triggeredAt: at,
      lastOccurrenceAt: at,
      dedupKey,
    })
    .returning();
  if (!alert) throw new Error('an alert was not written');
  return alert;
}

/** A figure of the rule, not a change of it: `updated_at` stays. */
async function countRaise(rows: Rows, { rule, atMs }: Transition): Promise<void> {
  await rows.execute(sql`/* bridge_count_raise */ update alert_rules
    set trigger_count = trigger_count + 1, last_triggered_at = greatest(last_triggered_at, ${new Date(atMs).toISOString()}::timestamptz)
    where id = ${rule.id}`);
}

/** What was found: the value that raised it, frozen, with the limit that it crossed. */
function found(transition: Transition): Pick<AlertRow, 'value' | 'threshold' | 'unit' | 'title' | 'message'> {
  const { rule, series, value } = transition;
  const threshold = rule.kind === 'threshold' && value !== null ? rule.limitOf(value) : null;
  return { value, threshold, unit: (rule.kind === 'threshold' ? rule.unit : undefined) ?? series.unit, ...alertText(transition) };
}

/** `ALM-20261125-7K3QZ9`: the day of the raise, and letters and digits that nobody confuses (Crockford's). */
export function alertNumber(at: Date): string {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const tail = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
  return `ALM-${at.toISOString().slice(0, 10).replaceAll('-', '')}-${tail}`;
}

function known<Value extends string>(values: readonly Value[], value: string): Value | undefined {
  return values.find((one) => one === value);
}
