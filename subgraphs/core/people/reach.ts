import { sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { roles } from '@dcmms/db/identity/roles.ts';
import { tenants } from '@dcmms/db/identity/tenants.ts';
import { users, userSites } from '@dcmms/db/identity/users.ts';
import { anyOf, guardColumns } from '@dcmms/runtime/guard.ts';

const userColumns = {
  id: users.id,
  firstName: users.firstName,
  lastName: users.lastName,
  email: users.email,
  phone: users.phone,
  status: users.status,
  timezone: users.timezone,
  deleted: users.deleted,
  accessExpiresAt: users.accessExpiresAt,
};

/** People, as far as the graph shows them: whoever is signed in may read the names of their tenant. */
export const userRows = guardColumns(users, userColumns, 'tenant');

/** The same people as a list to look through: with a grant for own sites those on the lists of these sites. */
export const listedUserRows = guardColumns(users, userColumns, {
  sites: (siteIds) =>
    sql`${users.id} in (select ${userSites.userId} from ${userSites} where ${anyOf(userSites.siteId, siteIds)} and (${userSites.expiresAt} is null or ${userSites.expiresAt} > now()))`,
});

/** Whether a row that may expire (a role of a person, a site of theirs) still counts. */
export function countsAt(expiresAt: PgColumn, now: Date): SQL {
  return sql`(${expiresAt} is null or ${expiresAt} > ${now.toISOString()}::timestamptz)`;
}

/** System roles and the tenant's own. */
export const roleRows = guardColumns(
  roles,
  { id: roles.id, name: roles.name, displayName: roles.displayName, description: roles.description },
  'tenant',
);

/** The viewer's own tenant: the database shows no other. */
export const tenantRows = guardColumns(
  tenants,
  { id: tenants.id, code: tenants.code, name: tenants.name, metadata: tenants.metadata },
  'tenant',
);
