import { roles } from '@dcmms/db/identity/roles.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import { signedIn, type Operation } from '@dcmms/runtime/operation.ts';
import type { RoleResolvers } from '../generated/resolvers.ts';
import type { RoleRow } from '../rows.ts';
import { roleRows } from './reach.ts';

export const Role: RoleResolvers = {
  __resolveReference: ({ id }, { op }) => loadRole(op, parseId(id)),
};

/** A role: one's own always, others with `read:users` (design §6.13). */
export function loadRole(op: Operation, id: string): Promise<RoleRow | undefined> {
  const own = op.viewer.roles.some((role) => role.id === id);
  return loadRow(op, roleRows, own ? signedIn : 'read:users', roles.id, id);
}
