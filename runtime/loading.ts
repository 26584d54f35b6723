import DataLoader from 'dataloader';
import { getTableName, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { anyOf, allOf, type Columns, type Guard, type RowOf } from './guard.ts';
import { parseId } from './id.ts';
import type { Operation } from './operation.ts';
import { totalCountMax, type Connection, type Page } from './paging.ts';

/** A nested list: which rows hang on which parent, and the page that is asked of each. */
export interface NestedList<T extends PgTable, C extends Columns> {
  readonly target: Guard<T, C>;
  readonly permission: string;
  /** The column that names the parent. */
  readonly parent: PgColumn;
  readonly page: Page;
  /** The list's own filter, with the argument it was made from: lists with equal arguments are read together. */
  readonly where?: SQL | undefined;
  readonly argument?: unknown;
}

/**
 * One row by its id, all of one tick in one statement; undefined when there is none or it is out of reach.
 *
 * @throws FORBIDDEN without the permission, BAD_USER_INPUT for a text that is no id.
 */
export async function loadRow<T extends PgTable, C extends Columns>(
  op: Operation,
  target: Guard<T, C>,
  permission: string,
  id: PgColumn,
  key: string,
): Promise<RowOf<C> | undefined> {
  const loader = op.once(
    `row ${named(target, id)} ${permission}`,
    () =>
      new DataLoader<string, RowOf<C> | undefined>(async (ids) => {
        const rows = await op.read.find(target, permission, { where: anyOf(id, ids) });
        const property = propertyOf(target, id);
        const byKey = new Map(rows.map((row) => [row[property], row]));
        return ids.map((each) => byKey.get(each));
      }),
  );
  return loader.load(parseId(key));
}

/** All rows of one parent, those of all parents of one tick in one statement: for small closed lists, such as the parts of an order. */
export async function loadList<T extends PgTable, C extends Columns>(
  op: Operation,
  list: Omit<NestedList<T, C>, 'page'> & { readonly orderBy: readonly SQL[]; readonly max: number },
  parentId: string,
): Promise<RowOf<C>[]> {
  const { target, permission, parent, where, orderBy, max } = list;
  const loader = op.once(
    `list ${named(target, parent)} ${permission} ${text(list.argument)}`,
    () =>
      new DataLoader<string, RowOf<C>[]>(async (parents) => {
        const rows = await op.read.findPerParent(target, permission, { parent, parents, where, orderBy, limit: max });
        return parents.map((each) => rows.get(each) ?? []);
      }),
  );
  return loader.load(parentId);
}

/** One page of a nested connection, those of all parents of one tick in one statement, their counts in another when asked for. */
export async function loadPage<T extends PgTable, C extends Columns>(
  op: Operation,
  list: NestedList<T, C>,
  parentId: string,
): Promise<Connection<RowOf<C>>> {
  const { target, permission, parent, page, where } = list;
  const name = `${named(target, parent)} ${permission} ${text(list.argument)}`;
  const pages = op.once(
    `page ${name} ${page.key}`,
    () =>
      new DataLoader<string, RowOf<C>[]>(async (parents) => {
        const options = { parent, parents, where: allOf(where, page.where), orderBy: page.orderBy, limit: page.limit };
        const rows = await op.read.findPerParent(target, permission, options);
        return parents.map((each) => rows.get(each) ?? []);
      }),
  );
  const counts = op.once(
    `count ${name}`,
    () =>
      new DataLoader<string, number>(async (parents) => {
        const found = await op.read.countPerParent(target, permission, { parent, parents, where, cap: totalCountMax });
        return parents.map((each) => found.get(each) ?? 0);
      }),
  );
  return page.connection(await pages.load(parentId), () => counts.load(parentId));
}

/** One page of a root connection. */
export async function readPage<T extends PgTable, C extends Columns>(
  op: Operation,
  list: Omit<NestedList<T, C>, 'parent' | 'argument'>,
): Promise<Connection<RowOf<C>>> {
  const { target, permission, page, where } = list;
  const rows = await op.read.find(target, permission, { where: allOf(where, page.where), orderBy: page.orderBy, limit: page.limit });
  return page.connection(rows, () => op.read.count(target, permission, { where, cap: totalCountMax }));
}

function named(target: Guard, column: PgColumn): string {
  return `${getTableName(target.table)}.${column.name}`;
}

function text(argument: unknown): string {
  return JSON.stringify(argument ?? null);
}

function propertyOf(target: Guard, column: PgColumn): string {
  const found = Object.entries(target.columns).find(([, each]) => each.name === column.name);
  if (!found) throw new Error(`${column.name} is no column of this guard.`);
  return found[0];
}
