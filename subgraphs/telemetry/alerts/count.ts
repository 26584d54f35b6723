import DataLoader from 'dataloader';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import { alertSeverities, type AlertSeverity } from '@dcmms/db/telemetry/alert-rules.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { anyOf } from '@dcmms/runtime/guard.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { Queries } from '../context.ts';
import { cleared } from './needs-acknowledgement.ts';
import { alertRows } from './reach.ts';

/** Alerts of one severity that are not over, or that nobody has acknowledged. */
export interface AlertCount {
  readonly severity: AlertSeverity;
  readonly active: number;
  readonly acknowledged: number;
  readonly suppressed: number;
  readonly cleared: number;
}

export const countAlerts: Queries['alertCounts'] = async (_parent, { siteId }, { op }) => {
  const where = siteId == null ? undefined : eq(alerts.siteId, parseId(siteId, 'siteId'));
  return worstFirst(
    await op.read.query<AlertCount>('alert_counts', alertRows, 'read:alerts', (scope) => counting(sql``, and(scope, where))),
  );
};

/** Those of an asset or a site, of all of one tick in one statement. */
export function alertCountsOf(op: Operation, parent: 'assetId' | 'siteId', id: string): Promise<readonly AlertCount[]> {
  const loader = op.once(`alert counts ${parent}`, () => new DataLoader((ids: readonly string[]) => countBelow(op, parent, ids)));
  return loader.load(id);
}

async function countBelow(op: Operation, parent: 'assetId' | 'siteId', ids: readonly string[]): Promise<AlertCount[][]> {
  const column = alerts[parent];
  const found = await op.read.query<AlertCount & { readonly parentId: string }>('alert_counts_below', alertRows, 'read:alerts', (scope) =>
    counting(sql`${column} as "parentId",`, and(scope, anyOf(column, ids)), sql`${column},`),
  );
  const byParent = Map.groupBy(found, ({ parentId }) => parentId);
  return ids.map((id) => worstFirst(byParent.get(id) ?? []));
}

/**
 * Only what somebody has to know of is looked at: by two indexes, however many alerts there ever were. States are written out, not
 * bound, or a plan for any state would read all (decision 050).
 */
function counting(also: SQL, where: SQL | undefined, grouping: SQL = sql``): SQL {
  const having = (condition: SQL) => sql`count(*) filter (where ${condition})::int4`;
  return sql`select ${also} ${alerts.severity} as severity,
    ${having(sql`${alerts.status} = 'active'`)} as active,
    ${having(sql`${alerts.status} = 'acknowledged'`)} as acknowledged,
    ${having(sql`${alerts.status} = 'suppressed'`)} as suppressed,
    ${having(cleared)} as cleared
    from ${alerts} where ${and(sql`(${alerts.status} in ('active', 'acknowledged', 'suppressed') or ${cleared})`, where)} group by ${grouping} ${alerts.severity}`;
}

function worstFirst(counts: readonly AlertCount[]): AlertCount[] {
  return counts.toSorted((one, other) => alertSeverities.indexOf(other.severity) - alertSeverities.indexOf(one.severity));
}
