import { rankOf } from '../alarms/alarm.ts';
import type { AlertSeverity } from '../gql/graphql.ts';

/** A site as the overview tells it: where it is, what is wrong there, how much power it gives. */
export interface SiteState {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly timezone: string;
  /** Its worst open alarm; null when all is normal. */
  readonly worst: { readonly severity: AlertSeverity; readonly acknowledged: boolean } | null;
  /** Open alarms, acknowledged or not. */
  readonly openAlarms: number;
}

/** The site that needs somebody first: by its worst alarm, unacknowledged before acknowledged, then by how many. */
export function byNeed(one: SiteState, other: SiteState): number {
  return needOf(one) - needOf(other) || other.openAlarms - one.openAlarms || one.code.localeCompare(other.code);
}

function needOf({ worst }: SiteState): number {
  return worst === null ? Number.MAX_SAFE_INTEGER : rankOf(worst.severity) * 2 + Number(worst.acknowledged);
}
