import { users } from '@dcmms/db/identity/users.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import { signedIn, type Operation } from '@dcmms/runtime/operation.ts';
import type { UserResolvers } from '../generated/resolvers.ts';
import type { UserRow } from '../rows.ts';
import { userRows } from './reach.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }, { op }) => loadUser(op, id),
  displayName: (user) => displayName(user),
};

/** Somebody of the tenant; null for the system. */
export function loadUser(op: Operation, id: string | null): Promise<UserRow | undefined> | null {
  return id === null ? null : loadRow(op, userRows, signedIn, users.id, id);
}

export function displayName(user: Pick<UserRow, 'firstName' | 'lastName'>): string {
  return `${user.firstName} ${user.lastName}`;
}
