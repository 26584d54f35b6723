import { alertSeverities } from '@dcmms/db/telemetry/alert-rules.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { loadPage, readPage } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { page, predicate, ranked, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import type { QueryAlertsArgs } from '../generated/resolvers.ts';
import type { AlertConnectionRow } from '../rows.ts';
import { needingAcknowledgement } from './needs-acknowledgement.ts';
import { alertRows } from './reach.ts';

export const listAlerts: Queries['alerts'] = (_parent, args, { op }) => readPage(op, list(args));

/** Alerts of an asset or a site, a page of each. */
export function alertsOf(op: Operation, parent: 'assetId' | 'siteId', id: string, args: QueryAlertsArgs): Promise<AlertConnectionRow> {
  return loadPage(op, { ...list(args), parent: alerts[parent], argument: args.where }, id);
}

function list(args: QueryAlertsArgs) {
  return {
    target: alertRows,
    permission: 'read:alerts',
    page: page(args, args.orderBy ?? { field: 'triggered_at', direction: 'desc' }, orderColumns, alerts.id),
    where: predicate(args.where, filterColumns),
  };
}

const orderColumns: OrderColumns = {
  triggered_at: alerts.triggeredAt,
  last_occurrence_at: alerts.lastOccurrenceAt,
  severity: ranked(alerts.severity, alertSeverities, (row) => Reflect.get(row, 'severity')),
};

const filterColumns: FilterColumns = {
  id: alerts.id,
  number: alerts.number,
  title: alerts.title,
  severity: alerts.severity,
  status: alerts.status,
  needsAcknowledgement: needingAcknowledgement,
  siteId: alerts.siteId,
  assetId: alerts.assetId,
  ruleId: alerts.ruleId,
  triggeredAt: alerts.triggeredAt,
};
