import type { AlertSeverity, AlertStatus } from '../../gql/graphql.ts';

/** An alarm that is not over, with where it hangs. */
export interface TreeAlarm {
  readonly id: string;
  readonly severity: AlertSeverity;
  readonly status: AlertStatus;
  readonly asset: (Ancestor & { readonly type: string; readonly site: { readonly id: string } | null }) | null;
}

interface Ancestor {
  readonly id: string;
  readonly parent?: Ancestor | null;
}

/** The worst alarm of a branch, and how many there are. */
export interface Worst {
  readonly severity: AlertSeverity;
  /** True while nobody has acknowledged one of that severity. */
  readonly unacknowledged: boolean;
  readonly count: number;
}

const ranks: readonly AlertSeverity[] = ['INFO', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/**
 * The worst alarm per branch: by the ids of assets and sites, and by `type:<type>`. An alarm counts at its asset and at everything
 * above it. What is for information alone is no alarm.
 */
export function worstByBranch(alarms: readonly TreeAlarm[]): ReadonlyMap<string, Worst> {
  const worst = new Map<string, Worst>();
  for (const { severity, status, asset } of alarms) {
    if (asset === null || severity === 'INFO' || (status !== 'ACTIVE' && status !== 'ACKNOWLEDGED')) continue;
    const branches = [...idsUp(asset), ...(asset.site ? [asset.site.id] : []), `type:${asset.type}`];
    for (const branch of branches) {
      const before = worst.get(branch);
      const unacknowledged = status === 'ACTIVE';
      const rank = ranks.indexOf(severity) - (before ? ranks.indexOf(before.severity) : -1);
      worst.set(branch, {
        severity: before && rank < 0 ? before.severity : severity,
        unacknowledged:
          rank > 0 ? unacknowledged : rank === 0 ? unacknowledged || (before?.unacknowledged ?? false) : (before?.unacknowledged ?? false),
        count: (before?.count ?? 0) + 1,
      });
    }
  }
  return worst;
}

/** The asset's own id, then its parents' up to the root. */
export function idsUp(asset: Ancestor): string[] {
  const ids: string[] = [];
  for (let each: Ancestor | null | undefined = asset; each; each = each.parent) ids.push(each.id);
  return ids;
}

/** Worst first, unacknowledged before acknowledged, then as they were. */
export function byWorst<Row>(rows: readonly Row[], worst: ReadonlyMap<string, Worst>, branchOf: (row: Row) => string): Row[] {
  const weight = (row: Row) => {
    const found = worst.get(branchOf(row));
    return found ? (ranks.indexOf(found.severity) + 1) * 2 + (found.unacknowledged ? 1 : 0) : 0;
  };
  return rows.toSorted((one, other) => weight(other) - weight(one));
}
