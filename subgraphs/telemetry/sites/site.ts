import { parseId } from '@dcmms/runtime/id.ts';
import { alertCountsOf } from '../alerts/count.ts';
import { alertsOf } from '../alerts/list.ts';
import type { SiteResolvers } from '../generated/resolvers.ts';
import { powerOfSite } from '../power/power.ts';

/** What telemetry knows of a site. Whether there is one is core's to say: of one out of reach there are no alerts. */
export const Site: SiteResolvers = {
  __resolveReference: async ({ id }) => ({ id: parseId(id) }),
  alerts: (site, args, { op }) => alertsOf(op, 'siteId', site.id, args),
  alertCounts: (site, _args, { op }) => alertCountsOf(op, 'siteId', site.id),
  power: (site, _args, context) => powerOfSite(context, site.id),
};
