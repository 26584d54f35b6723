import { fixedId } from '../identity/fixed-id.ts';
import type { alerts, openAlerts } from '../telemetry/alerts.ts';
import { alertDedupKey } from '../telemetry/dedup-key.ts';
import { randomOf } from './random.ts';
import type { BulkSite, Equipment } from './year1-site.ts';

/** 10 million a year over 500 sites (ERD). */
const alertsPerSite = 20_000;
const openPerSite = 5;
/** Over, and never acknowledged. */
const clearedPerSite = 10;
const minuteMs = 60_000;
const yearMs = 365 * 86_400_000;

/** A year of alerts of one site; all are over but the last few, each of another machine, and all of those were acknowledged but the last few. */
export function alertsOf(site: BulkSite, { machines, rules }: Equipment, now: Date) {
  const random = randomOf(`year1-alerts:${site.id}`);
  const rows: (typeof alerts.$inferInsert)[] = [];
  const open: (typeof openAlerts.$inferInsert)[] = [];
  for (let index = 0; index < alertsPerSite; index += 1) {
    const left = alertsPerSite - index;
    const isOpen = left <= openPerSite;
    const isAcknowledged = left > openPerSite + clearedPerSite;
    const triggeredMs = Math.floor(now.getTime() - (yearMs * left) / (alertsPerSite + 1) + random.between(0, 20) * 1000);
    const machine = isOpen ? machines[left] : random.pick(machines);
    const rule = random.pick(rules);
    if (machine === undefined) continue;
    const limit = rule.severity === 'high' ? 85 : 75;
    const triggeredAt = new Date(triggeredMs);
    const tag = `${machine.code}.Temperature`;
    const dedupKey = alertDedupKey({ ruleId: rule.id, assetId: machine.id, tag });
    const id = fixedId(`alert:${site.id}/${index}`, triggeredMs);
    rows.push({
      id,
      number: `ALM-${triggeredAt.toISOString().slice(0, 10).replaceAll('-', '')}-${site.code.slice(-2)}${String(index % 100_000).padStart(5, '0')}`,
      tenantId: site.tenantId,
      ruleId: rule.id,
      ruleName: rule.name,
      category: 'equipment_fault',
      severity: rule.severity,
      status: isOpen ? 'active' : 'resolved',
      siteId: site.id,
      assetId: machine.id,
      tag,
      metric: 'temperature_c',
      value: limit + random.between(1, 90) / 10,
      threshold: limit,
      unit: '°C',
      title: `${rule.name}: ${machine.code}`,
      triggeredAt,
      lastOccurrenceAt: triggeredAt,
      dedupKey,
      acknowledgedAt: isAcknowledged ? new Date(triggeredMs + minuteMs / 2) : null,
      acknowledgedBy: isAcknowledged ? (site.people[index % site.people.length] ?? null) : null,
      resolvedAt: isOpen ? null : new Date(triggeredMs + random.between(1, 20) * minuteMs),
      resolvedAutomatically: !isOpen,
    });
    if (isOpen) open.push({ tenantId: site.tenantId, dedupKey, alertId: id, triggeredAt });
  }
  return { alerts: rows, open };
}
