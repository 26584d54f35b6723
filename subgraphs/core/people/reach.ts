import { roles } from '@dcmms/db/identity/roles.ts';
import { tenants } from '@dcmms/db/identity/tenants.ts';
import { users } from '@dcmms/db/identity/users.ts';
import { guardColumns } from '@dcmms/runtime/guard.ts';

/** People, as far as the graph shows them: whoever is signed in may read the names of their tenant. */
export const userRows = guardColumns(
  users,
  {
    id: users.id,
    firstName: users.firstName,
    lastName: users.lastName,
    email: users.email,
    phone: users.phone,
    status: users.status,
    timezone: users.timezone,
    deleted: users.deleted,
    accessExpiresAt: users.accessExpiresAt,
  },
  'tenant',
);

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
