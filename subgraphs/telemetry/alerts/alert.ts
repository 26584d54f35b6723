import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { loadRuleOf } from '../alert-rules/rule.ts';
import type { Queries } from '../context.ts';
import type { AlertResolvers } from '../generated/resolvers.ts';
import type { AlertRow } from '../rows.ts';
import { loadTagOf } from '../tags/tag.ts';
import { needsAcknowledgement } from './needs-acknowledgement.ts';
import { alertRows } from './reach.ts';

export const findAlert: Queries['alert'] = (_parent, { id }, { op }) => loadAlert(op, id);

export const Alert: AlertResolvers = {
  __resolveReference: ({ id }, { op }) => loadAlert(op, id),
  needsAcknowledgement,
  rule: (alert, _args, { op }) => loadRuleOf(op, alert),
  tag: (alert, _args, { op }) => loadTagOf(op, alert),
  site: (alert) => ({ id: alert.siteId }),
  asset: (alert) => pointer(alert.assetId),
  workOrder: (alert) => pointer(alert.workOrderId),
  acknowledgedBy: (alert) => pointer(alert.acknowledgedBy),
  resolvedBy: (alert) => pointer(alert.resolvedBy),
};

/** One alert; undefined when there is none or it is out of reach. */
export function loadAlert(op: Operation, id: string): Promise<AlertRow | undefined> {
  return loadRow(op, alertRows, 'read:alerts', alerts.id, id);
}

/** What another subgraph completes by the id. */
function pointer(id: string | null): { id: string } | null {
  return id === null ? null : { id };
}
