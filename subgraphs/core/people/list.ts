import { and, eq, sql, type SQL } from 'drizzle-orm';
import { roles, userRoles } from '@dcmms/db/identity/roles.ts';
import { users, userSites } from '@dcmms/db/identity/users.ts';
import { allOf } from '@dcmms/runtime/guard.ts';
import { readPage } from '@dcmms/runtime/loading.ts';
import { compare, page, predicate, type FieldFilter, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import { countsAt, listedUserRows } from './reach.ts';

export const listUsers: Queries['users'] = (_parent, args, { op }) =>
  readPage(op, {
    target: listedUserRows,
    permission: 'read:users',
    page: page(args, args.orderBy ?? { field: 'name' }, orderColumns, users.id),
    where: allOf(eq(users.deleted, false), predicate(args.where, filtersAt(op.now()))),
  });

const orderColumns: OrderColumns = { name: users.lastName };

function filtersAt(now: Date): FilterColumns {
  const onSite = (filter: FieldFilter) =>
    sql`${users.id} in (select ${userSites.userId} from ${userSites} where ${and(compare(userSites.siteId, filter), countsAt(userSites.expiresAt, now))})`;
  const withRole = (filter: FieldFilter) =>
    sql`${users.id} in (select ${userRoles.userId} from ${userRoles} join ${roles} on ${roles.id} = ${userRoles.roleId}
      where ${and(compare(roles.name, filter), countsAt(userRoles.expiresAt, now))})`;
  return { id: users.id, displayName, status: users.status, siteId: onSite, role: withRole };
}

/** The name as it is shown, which no column holds. */
function displayName({ eq: name, contains }: FieldFilter): SQL | undefined {
  const shown = sql<string>`(${users.firstName} || ' ' || ${users.lastName})`;
  return and(
    typeof name === 'string' ? eq(shown, name) : undefined,
    contains ? sql`position(lower(${contains}) in lower(${shown})) > 0` : undefined,
  );
}
