import { sql, type SQL } from 'drizzle-orm';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import type { FieldFilter } from '@dcmms/runtime/paging.ts';
import type { AlertRow } from '../rows.ts';

/**
 * Its clear condition ended it before anybody had acknowledged it (ISA-18.2: returned to normal, unacknowledged). What a person
 * resolved, that person knows of.
 */
export function isCleared({ status, resolvedAutomatically, acknowledgedAt }: AlertRow): boolean {
  return status === 'resolved' && resolvedAutomatically && acknowledgedAt === null;
}

/** Nobody has said that they have seen it. */
export function needsAcknowledgement(alert: AlertRow): boolean {
  return alert.status === 'active' || isCleared(alert);
}

// Written out, not bound: the planner finds the index of a condition (`idx_alerts_cleared`) only by constants.
/** `isCleared` as a condition. */
export const cleared: SQL = sql`(${alerts.status} = 'resolved' and ${alerts.resolvedAutomatically} and ${alerts.acknowledgedAt} is null)`;

const needing: SQL = sql`(${alerts.status} = 'active' or ${cleared})`;

/** `needsAcknowledgement` as a filter. */
export function needingAcknowledgement({ eq, ne }: FieldFilter): SQL | undefined {
  const fits = (value: boolean) => (typeof eq !== 'boolean' || eq === value) && (typeof ne !== 'boolean' || ne !== value);
  if (fits(true) && fits(false)) return undefined;
  if (fits(true)) return needing;
  return fits(false) ? sql`not ${needing}` : sql`false`;
}
