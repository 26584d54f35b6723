import { rankOf } from '../alarms/alarm.ts';
import type { AlertSeverity, OverviewSitesQuery } from '../gql/graphql.ts';

export type Site = OverviewSitesQuery['sites']['nodes'][number];

/** A site as the overview tells it: what it is, and what is wrong there. */
export interface SiteState {
  readonly site: Site;
  /** Its worst open alarm; null when all is normal. */
  readonly worst: { readonly severity: AlertSeverity; readonly acknowledged: boolean } | null;
  /** False when the viewer may not read the alarms of the site: then there are not none. */
  readonly alarmsKnown: boolean;
  /** Open alarms, acknowledged or not; what is shelved does not count. */
  readonly openAlarms: number;
  /** Those that nobody has acknowledged: of the open ones, and of what was over before anybody had. The header counts the same. */
  readonly unacknowledged: number;
}

/** The worst is unacknowledged as soon as one alarm of that severity is. */
export function stateOf(site: Site): SiteState {
  const counts = site.alertCounts ?? [];
  const open = counts.filter(({ active, acknowledged }) => active + acknowledged > 0);
  const [worst] = open.toSorted((one, other) => rankOf(one.severity) - rankOf(other.severity));
  return {
    site,
    alarmsKnown: site.alertCounts !== null,
    worst: worst ? { severity: worst.severity, acknowledged: worst.active === 0 } : null,
    unacknowledged: counts.reduce((sum, { active, cleared }) => sum + active + cleared, 0),
    openAlarms: open.reduce((sum, { active, acknowledged }) => sum + active + acknowledged, 0),
  };
}

/** The site that needs somebody first: by its worst alarm, unacknowledged before acknowledged, then by how many. */
export function byNeed(one: SiteState, other: SiteState): number {
  return needOf(one) - needOf(other) || other.openAlarms - one.openAlarms || one.site.code.localeCompare(other.site.code);
}

function needOf({ worst }: SiteState): number {
  return worst === null ? Number.MAX_SAFE_INTEGER : rankOf(worst.severity) * 2 + Number(worst.acknowledged);
}
