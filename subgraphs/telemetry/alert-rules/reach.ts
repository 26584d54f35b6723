import { sql } from 'drizzle-orm';
import { assets } from '@dcmms/db/sites/assets.ts';
import { alertRules } from '@dcmms/db/telemetry/alert-rules.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { guard } from '@dcmms/runtime/guard.ts';
import { alertIsAssigned } from '../alerts/reach.ts';

/**
 * Rules, by the sites that they watch (one that names neither sites nor assets watches all), or, for whoever works by assignment,
 * those that raised an alert within their reach.
 */
export const ruleRows = guard(alertRules, {
  sites: (siteIds) => {
    const sites = sql`${sql.param([...siteIds])}::uuid[]`;
    const watched = sql`select from ${assets} where ${assets.id} = any(${alertRules.assetIds}) and ${assets.siteId} = any(${sites})`;
    return sql`((${alertRules.siteIds} is null or ${alertRules.siteIds} && ${sites}) and (${alertRules.assetIds} is null or exists (${watched})))`;
  },
  assigned: (userId) => sql`${alertRules.id} in (select ${alerts.ruleId} from ${alerts} where ${alertIsAssigned(userId)})`,
});

/** Any rule of the tenant, for whoever holds an alert of it already: reading an alert includes reading its rule (contract §4). */
export const rulesOfAlerts = guard(alertRules, 'tenant');
