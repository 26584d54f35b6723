import { parseId } from '@dcmms/runtime/id.ts';
import { alertsOf } from '../alerts/list.ts';
import type { SiteResolvers } from '../generated/resolvers.ts';

/** What telemetry knows of a site. Whether there is one is core's to say: of one out of reach there are no alerts. */
export const Site: SiteResolvers = {
  __resolveReference: async ({ id }) => ({ id: parseId(id) }),
  alerts: (site, args, { op }) => alertsOf(op, 'siteId', site.id, args),
};
