import DataLoader from 'dataloader';
import { and, asc, eq, gt, isNull, or, sql, type SQL } from 'drizzle-orm';
import { permissions, rolePermissions, userRoles } from '@dcmms/db/identity/roles.ts';
import { users, userSites } from '@dcmms/db/identity/users.ts';
import type { Operation, Permission, Unit } from '@dcmms/runtime/operation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import type { UserRow } from '../rows.ts';
import { countsAt, userRows } from './reach.ts';
import { displayName, loadUser } from './user.ts';

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
  const [reach] = await unit.query<{ executes: boolean; worksThere: boolean }>('assignee_reach', userRows, permission, (scope) => {
    const { executes, worksThere } = reachOf(sql`${siteId}::uuid`, now);
    return sql`select ${executes} as executes, ${worksThere} as "worksThere" from ${users} where ${users.id} = ${userId} and ${scope}`;
  });
  if (!reach?.executes) refuse('INVALID', `${name} has no role that carries out work.`, ['userId']);
  if (!reach.worksThere) refuse('INVALID', `${name} does not work on this site.`, ['userId']);
}

/** The people of one site are a list to choose from, not one to page through. */
const assigneesMax = 200;

/** Everybody to whom work on a site can be given, by name; those of all sites of one tick in one statement. */
export async function assigneesAt(op: Operation, permission: Permission, siteId: string): Promise<readonly UserRow[]> {
  const loader = op.once('assignees', () => new DataLoader((siteIds: readonly string[]) => findAssignees(op, permission, siteIds)));
  const people = await Promise.all((await loader.load(siteId)).map((id) => loadUser(op, id)));
  return people.filter((person) => person !== undefined);
}

async function findAssignees(op: Operation, permission: Permission, siteIds: readonly string[]): Promise<string[][]> {
  const now = op.now();
  const found = await op.read.query<{ siteId: string; userId: string }>('assignees', userRows, permission, (scope) => {
    const { executes, worksThere } = reachOf(sql`site.id`, now);
    const available = and(
      eq(users.status, 'active'),
      eq(users.deleted, false),
      or(isNull(users.accessExpiresAt), gt(users.accessExpiresAt, now)),
    );
    const people = sql`select ${users.id} as id from ${users} where ${and(scope, available, executes, worksThere)}
      order by ${asc(users.lastName)}, ${asc(users.firstName)}, ${asc(users.id)} limit ${assigneesMax}`;
    return sql`select site.id as "siteId", person.id as "userId" from unnest(${sql.param([...siteIds])}::uuid[]) as site(id) cross join lateral (${people}) as person`;
  });
  const bySite = Map.groupBy(found, (row) => row.siteId);
  return siteIds.map((id) => (bySite.get(id) ?? []).map(({ userId }) => userId));
}

/** What of a person's roles and sites lets them work on a site, as conditions on a row of `users`. */
function reachOf(siteId: SQL, now: Date): { readonly executes: SQL; readonly worksThere: SQL } {
  const grants = sql`select from ${userRoles}
    join ${rolePermissions} on ${rolePermissions.roleId} = ${userRoles.roleId}
    join ${permissions} on ${permissions.id} = ${rolePermissions.permissionId}
    where ${userRoles.userId} = ${users.id} and ${permissions.name} = 'execute:work-orders' and ${countsAt(userRoles.expiresAt, now)}`;
  const listed = sql`select from ${userSites} where ${userSites.userId} = ${users.id} and ${userSites.siteId} = ${siteId}
    and ${countsAt(userSites.expiresAt, now)}`;
  return {
    executes: sql`exists (${grants})`,
    worksThere: sql`(exists (${listed}) or exists (${grants} and ${rolePermissions.scope} = 'all'))`,
  };
}
