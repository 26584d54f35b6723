import { getTableColumns } from 'drizzle-orm';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';
import type { AlertRow } from '../rows.ts';

/** The topic of alerts: the bridge writes under it too, and each event carries the whole alert as it is after the change. */
export const alertTopic = 'alert';

/** Tells, in the transaction that did it, that an alert has changed. */
export function emitAlert(unit: Unit, alert: AlertRow): Promise<void> {
  return unit.emit({ topic: alertTopic, entityId: alert.id, siteId: alert.siteId, payload: alert });
}

/** The alert as it was, out of an event's payload; undefined when the payload holds none. */
export function reviveAlert(payload: unknown): AlertRow | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const values = new Map<string, unknown>(Object.entries(payload));
  const row = Object.fromEntries(columns.map(([name, isDate]) => [name, revive(values.get(name), isDate)]));
  return isAlert(row) ? row : undefined;
}

const columns = Object.entries(getTableColumns(alerts)).map(([name, column]) => [name, column.dataType === 'date'] as const);

/** A column that is younger than the event is null. */
function revive(value: unknown, isDate: boolean): unknown {
  return isDate && typeof value === 'string' ? new Date(value) : (value ?? null);
}

/** The row went through JSON as Drizzle read it: a few columns tell whether it is one at all. */
function isAlert(row: Record<string, unknown>): row is AlertRow {
  const texts = [row['id'], row['tenantId'], row['siteId'], row['status'], row['severity'], row['number'], row['title']];
  return texts.every((value) => typeof value === 'string') && row['triggeredAt'] instanceof Date;
}
