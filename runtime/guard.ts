import { and, getTableColumns, or, sql, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Scope, Viewer } from './viewer.ts';

/** The predicates by which a grant that is not for all rows reaches rows of a table. A scope without one reaches none. */
export interface Reach {
  readonly sites?: (siteIds: readonly string[]) => SQL;
  readonly assigned?: (userId: string) => SQL;
  readonly own?: (userId: string) => SQL;
  /** What the limits of a grant take away from every scope, for example the types of assets that it is for; undefined for nothing. */
  readonly limited?: (limits: Readonly<Record<string, unknown>>) => SQL | undefined;
}

export type Columns = Readonly<Record<string, PgColumn>>;

/** A row as the guard's columns give it. */
export type RowOf<C extends Columns> = {
  [Key in keyof C]: C[Key]['_']['notNull'] extends true ? C[Key]['_']['data'] : C[Key]['_']['data'] | null;
};

/** A table together with the rule of who reaches which of its rows: what `Operation` reads and writes. */
export interface Guard<T extends PgTable = PgTable, C extends Columns = Columns> {
  readonly table: T;
  readonly columns: C;
  readonly reach: Reach | 'tenant';
}

/**
 * Declares how scopes reach the rows of a table.
 *
 * @param reach `tenant` when whoever holds the permission at all sees every row of the tenant.
 */
export function guard<T extends PgTable>(table: T, reach: Reach | 'tenant'): Guard<T, T['_']['columns']> {
  return { table, columns: getTableColumns(table), reach };
}

/** The same for a table that another subgraph owns and of which this one may read only some columns. */
export function guardColumns<T extends PgTable, C extends Columns>(table: T, columns: C, reach: Reach | 'tenant'): Guard<T, C> {
  return { table, columns, reach };
}

/** `column = any(ids)` with one bound list: the statement's text, and so its prepared plan, is the same for any number. */
export function anyOf(column: PgColumn | SQL, ids: readonly string[]): SQL {
  return sql`${column} = any(${sql.param([...ids])}::uuid[])`;
}

/** What limits the viewer's scopes to rows; undefined when nothing does. */
export function reachable(target: Guard, scopes: readonly Scope[], viewer: Viewer): SQL | undefined {
  if (target.reach === 'tenant' || scopes.includes('all')) return undefined;
  const reach = target.reach;
  const predicates = scopes.flatMap((scope): SQL[] => {
    switch (scope) {
      case 'sites':
        return reach.sites && viewer.siteIds.length > 0 ? [reach.sites(viewer.siteIds)] : [];
      case 'assigned':
        return reach.assigned ? [reach.assigned(viewer.userId)] : [];
      case 'own':
        return reach.own ? [reach.own(viewer.userId)] : [];
      case 'all':
        return [];
    }
  });
  return or(...predicates) ?? sql`false`;
}

/** What the limits of the viewer's grant take away; undefined when it has none. */
export function withinLimits(target: Guard, permission: string, viewer: Viewer): SQL | undefined {
  const limits = viewer.limits.get(permission);
  return target.reach === 'tenant' || !limits ? undefined : target.reach.limited?.(limits);
}

/** Joins predicates, leaving out what is undefined. */
export function allOf(...predicates: (SQL | undefined)[]): SQL | undefined {
  return and(...predicates);
}
