import { eq, sql } from 'drizzle-orm';
import { permissions, rolePermissions, userRoles } from '@dcmms/db/identity/roles.ts';
import { users, userSites } from '@dcmms/db/identity/users.ts';
import type { Permission, Unit } from '@dcmms/runtime/operation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import { userRows } from './reach.ts';
import { displayName } from './user.ts';

/**
 * Work on a site can be given to a person of the tenant who is active, carries out work at all, and is on the site's list or
 * works everywhere.
 *
 * @throws Refusal NOT_FOUND for nobody of the tenant, INVALID for one who cannot do it, at `userId`.
 */
export async function assertCanWorkAt(unit: Unit, permission: Permission, userId: string, siteId: string, now: Date): Promise<void> {
  const person = await unit.findOne(userRows, permission, { where: eq(users.id, userId) });
  if (!person || person.deleted) refuse('NOT_FOUND', 'There is no such person.', ['userId']);
  const name = displayName(person);
  if (person.status !== 'active') refuse('INVALID', `${name} is ${person.status}. Choose somebody who is active.`, ['userId']);
  if (person.accessExpiresAt && person.accessExpiresAt <= now) refuse('INVALID', `The access of ${name} has ended.`, ['userId']);
  const [reach] = await unit.query<{ executes: boolean; everywhere: boolean; on_site: boolean }>(
    'assignee_reach',
    userRows,
    permission,
    (scope) => {
      const at = sql`${now.toISOString()}::timestamptz`;
      const executing = sql`select ${rolePermissions.scope} as scope from ${userRoles}
      join ${rolePermissions} on ${rolePermissions.roleId} = ${userRoles.roleId}
      join ${permissions} on ${permissions.id} = ${rolePermissions.permissionId}
      where ${userRoles.userId} = ${users.id} and ${permissions.name} = 'execute:work-orders'
        and (${userRoles.expiresAt} is null or ${userRoles.expiresAt} > ${at})`;
      const onSite = sql`select from ${userSites} where ${userSites.userId} = ${users.id} and ${userSites.siteId} = ${siteId}
      and (${userSites.expiresAt} is null or ${userSites.expiresAt} > ${at})`;
      return sql`select exists (${executing}) as executes, exists (select from (${executing}) as grants where scope = 'all') as everywhere,
      exists (${onSite}) as on_site from ${users} where ${users.id} = ${userId} and ${scope}`;
    },
  );
  if (!reach?.executes) refuse('INVALID', `${name} has no role that carries out work.`, ['userId']);
  if (!reach.on_site && !reach.everywhere) refuse('INVALID', `${name} does not work on this site.`, ['userId']);
}
