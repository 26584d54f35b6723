import DataLoader from 'dataloader';
import { asc, sql } from 'drizzle-orm';
import { roles, userRoles } from '@dcmms/db/identity/roles.ts';
import { users } from '@dcmms/db/identity/users.ts';
import { anyOf } from '@dcmms/runtime/guard.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import { signedIn, type Operation } from '@dcmms/runtime/operation.ts';
import type { UserResolvers } from '../generated/resolvers.ts';
import type { RoleRow, UserRow } from '../rows.ts';
import { countsAt, userRows } from './reach.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }, { op }) => loadUser(op, id),
  displayName: (user) => displayName(user),
  roles: (user, _args, { op }) => rolesOf(op, user.id),
};

/** Somebody of the tenant; null for the system. */
export function loadUser(op: Operation, id: string): Promise<UserRow | undefined>;
export function loadUser(op: Operation, id: string | null): Promise<UserRow | undefined> | null;
export function loadUser(op: Operation, id: string | null): Promise<UserRow | undefined> | null {
  return id === null ? null : loadRow(op, userRows, signedIn, users.id, id);
}

export function displayName(user: Pick<UserRow, 'firstName' | 'lastName'>): string {
  return `${user.firstName} ${user.lastName}`;
}

/** The roles of a person that count now, by name; those of all people of one tick in one statement. */
function rolesOf(op: Operation, userId: string): Promise<readonly RoleRow[]> {
  const loader = op.once('roles of people', () => new DataLoader((userIds: readonly string[]) => findRoles(op, userIds)));
  return loader.load(userId);
}

async function findRoles(op: Operation, userIds: readonly string[]): Promise<RoleRow[][]> {
  const found = await op.read.query<RoleRow & { readonly userId: string }>(
    'roles_of_people',
    userRows,
    'read:users',
    (
      scope,
    ) => sql`select ${userRoles.userId} as "userId", ${roles.id}, ${roles.name} as name, ${roles.displayName} as "displayName", ${roles.description}
      from ${userRoles} join ${roles} on ${roles.id} = ${userRoles.roleId} join ${users} on ${users.id} = ${userRoles.userId}
      where ${anyOf(userRoles.userId, userIds)} and ${countsAt(userRoles.expiresAt, op.now())} and ${scope} order by ${asc(roles.name)}`,
  );
  const byUser = Map.groupBy(found, (row) => row.userId);
  return userIds.map((id) => byUser.get(id) ?? []);
}
