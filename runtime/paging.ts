import {
  and,
  asc,
  desc,
  getTableColumns,
  getTableName,
  gt,
  lt,
  or,
  eq,
  gte,
  inArray,
  isNull,
  lte,
  ne,
  sql,
  type SQL,
  type SQLWrapper,
} from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { parseId } from './id.ts';
import { badInput } from './refusal.ts';
import { isUuid } from './uuidv7.ts';

/** Counting stops here: a list of millions says "10,000" and a `+`, and costs the same as a short one. */
export const totalCountMax = 10_000;

export const pageSizeMax = 100;
export const pageSizeDefault = 25;

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** What a list may be ordered by: the enum's stored value to its column or expression. What may be null sorts its nulls last. */
export type OrderColumns = Readonly<Record<string, PgColumn | OrderExpression>>;

/** An order that no column holds, such as from the least to the most severe. */
export interface OrderExpression {
  readonly expression: SQL;
  readonly holds: 'integer' | 'date';
  readonly notNull: boolean;
  /** The same of a row that was read: for the cursor. */
  readonly of: (row: object) => number | Date | null;
}

/** The order of a list of words, the first of them least. */
export function ranked(column: PgColumn, words: readonly string[], wordOf: (row: object) => unknown): OrderExpression {
  return {
    expression: sql`array_position(${sql.param([...words])}::text[], ${column}::text)`,
    holds: 'integer',
    notNull: true,
    of: (row) => words.indexOf(String(wordOf(row))) + 1,
  };
}

export interface OrderArgument {
  readonly field: string;
  readonly direction?: string | null | undefined;
}

/** One page to ask for: predicate, order and limit for `find`, and the way from rows to a Relay connection. */
export interface Page {
  readonly where: SQL | undefined;
  readonly orderBy: readonly SQL[];
  /** One more than the page, to know whether there is a next one. */
  readonly limit: number;
  /** The text that two equal requests share: the key of a loader that batches over parents. */
  readonly key: string;
  connection<Row extends object>(rows: readonly Row[], totalCount: () => Promise<number>): Connection<Row>;
}

export interface Connection<Row> {
  readonly nodes: readonly Row[];
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: PageInfo;
  /** Counted only when it is asked for. */
  readonly totalCount: () => Promise<number>;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/**
 * A keyset page: ordered by one column and the id, so that rows that come and go between two pages neither repeat nor hide one.
 *
 * @param id The tiebreak column, unique.
 * @param read An order's value in a row, when the row holds it neither under the graph's name nor under the table's.
 * @throws BAD_USER_INPUT for `first` outside 0…100 and for a cursor of another list or order.
 */
export function page(
  args: PageArguments,
  order: OrderArgument,
  columns: OrderColumns,
  id: PgColumn,
  read: (row: object, field: string) => unknown = (row, field) => valueIn(row, field, columns[field]),
): Page {
  const first = args.first ?? pageSizeDefault;
  if (!Number.isInteger(first) || first < 0 || first > pageSizeMax) throw badInput(`\`first\` is a number from 0 to ${pageSizeMax}.`);
  const column = columns[order.field];
  if (!column) throw badInput(`A list cannot be ordered by ${order.field}.`);
  const descending = order.direction?.toLowerCase() === 'desc';
  const byId = column === id;
  const direction = descending ? desc : asc;
  const term = 'expression' in column ? column.expression : column;
  const orderBy = byId ? [direction(id)] : [sql`${direction(term)}${column.notNull ? sql`` : sql` nulls last`}`, direction(id)];
  const list = [getTableName(id.table), order.field, descending ? 1 : 0];
  const after = typeof args.after === 'string' ? decode(args.after, list) : undefined;
  const encode = (row: object): string => {
    const value = byId ? null : toJson(read(row, order.field));
    return Buffer.from(JSON.stringify([...list, value, (row as { id: string }).id])).toString('base64url');
  };
  return {
    where: after && keyset(column, id, descending, after.value, after.id),
    orderBy,
    limit: first + 1,
    key: JSON.stringify([first, args.after ?? null, order.field, descending]),
    connection: (rows, totalCount) => {
      const nodes = rows.slice(0, first);
      const edges = nodes.map((node) => ({ cursor: encode(node), node }));
      return {
        nodes,
        edges,
        pageInfo: {
          hasNextPage: rows.length > first,
          hasPreviousPage: after !== undefined,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
        totalCount,
      };
    },
  };
}

/** A typed filter of one field: `eq ne in gt gte lt lte`; `eq: null` asks for rows without a value. */
export interface FieldFilter {
  readonly eq?: unknown;
  readonly ne?: unknown;
  readonly in?: readonly unknown[] | null | undefined;
  readonly gt?: unknown;
  readonly gte?: unknown;
  readonly lt?: unknown;
  readonly lte?: unknown;
  readonly contains?: string | null | undefined;
}

/** A field's column, or a predicate of its own (a filter on something that is not a column of the row). */
export type FilterColumns = Readonly<Record<string, PgColumn | ((filter: FieldFilter) => SQL | undefined)>>;

const filterDepthMax = 5;
const filterListMax = 200;
/** Of a whole `where`: conditions and listed values. */
const filterSizeMax = 1_000;

/**
 * Turns a `where` argument (fields with operators, `and`, `or`, `not`) into a predicate.
 *
 * @throws BAD_USER_INPUT when it nests deeper than 5, lists more than 200 values at one place or holds more than 1,000 in all.
 */
export function predicate(where: object | null | undefined, columns: FilterColumns): SQL | undefined {
  return conditions(where, columns, 0, { left: filterSizeMax });
}

function conditions(where: object | null | undefined, columns: FilterColumns, depth: number, size: { left: number }): SQL | undefined {
  if (!where) return undefined;
  if (depth > filterDepthMax) throw badInput(`\`where\` nests deeper than ${filterDepthMax} levels.`);
  const parts: (SQL | undefined)[] = [];
  for (const [key, value] of Object.entries(where) as [string, unknown][]) {
    if (value === null || value === undefined) continue;
    size.left -= 1 + listedIn(value);
    if (size.left < 0) throw badInput(`\`where\` holds more than ${filterSizeMax} conditions and values.`);
    if (key === 'and' || key === 'or') {
      if (!Array.isArray(value)) continue;
      if (value.length > filterListMax) throw badInput(`\`${key}\` takes at most ${filterListMax} conditions.`);
      const inner = (value as object[]).map((item) => conditions(item, columns, depth + 1, size) ?? sql`true`);
      parts.push(key === 'and' ? and(...inner) : inner.length > 0 ? or(...inner) : sql`false`);
    } else if (key === 'not') {
      const inner = conditions(value, columns, depth + 1, size);
      // `not (column = x)` leaves out rows without a value; whoever asks for all but x means them too, as `ne` does.
      if (inner) parts.push(sql`(${inner}) is not true`);
    } else {
      const column = columns[key];
      if (!column) throw badInput(`\`where\` knows no field ${key}.`);
      parts.push(typeof column === 'function' ? column(value) : compare(column, value));
    }
  }
  return and(...parts);
}

/** How many values a condition lists: those of `in`, or the conditions of `and` and `or`. */
function listedIn(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  const values = typeof value === 'object' && value !== null && 'in' in value ? value.in : undefined;
  return Array.isArray(values) ? values.length : 0;
}

/**
 * The operators of one field on one column.
 *
 * @throws BAD_USER_INPUT for a malformed id.
 */
export function compare(column: PgColumn, filter: FieldFilter): SQL | undefined {
  if (column.columnType === 'PgUUID')
    for (const id of [filter.eq, filter.ne, ...(filter.in ?? [])]) if (typeof id === 'string') parseId(id);
  const parts: SQL[] = [];
  if (filter.eq !== undefined) parts.push(filter.eq === null ? isNull(column) : eq(column, filter.eq));
  if (filter.ne !== undefined)
    parts.push(filter.ne === null ? sql`${column} is not null` : sql`(${ne(column, filter.ne)} or ${column} is null)`);
  if (filter.in !== undefined && filter.in !== null) {
    if (filter.in.length > filterListMax) throw badInput(`\`in\` takes at most ${filterListMax} values.`);
    parts.push(filter.in.length > 0 ? inArray(column, [...filter.in]) : sql`false`);
  }
  if (filter.gt !== undefined && filter.gt !== null) parts.push(gt(column, filter.gt));
  if (filter.gte !== undefined && filter.gte !== null) parts.push(gte(column, filter.gte));
  if (filter.lt !== undefined && filter.lt !== null) parts.push(lt(column, filter.lt));
  if (filter.lte !== undefined && filter.lte !== null) parts.push(lte(column, filter.lte));
  if (filter.contains) parts.push(sql`position(lower(${filter.contains}) in lower(${column})) > 0`);
  return and(...parts);
}

function keyset(column: PgColumn | OrderExpression, id: PgColumn, descending: boolean, value: unknown, idValue: string): SQL | undefined {
  const further = descending ? lt : gt;
  if (column === id) return further(id, idValue);
  const term: SQLWrapper = 'expression' in column ? column.expression : column;
  if (value === null) return and(isNull(term), further(id, idValue));
  const isDate = 'expression' in column ? column.holds === 'date' : column.dataType === 'date';
  const typed = isDate ? new Date(typeof value === 'string' ? value : Number.NaN) : value;
  if (!fits(column, typed)) throw noCursor();
  // Drizzle knows how a column's value is written down, an expression's it does not.
  const bound = 'expression' in column && typed instanceof Date ? sql`${typed.toISOString()}::timestamptz` : typed;
  const nulls = column.notNull ? undefined : isNull(term);
  return or(further(term, bound), and(eq(term, bound), further(id, idValue)), nulls);
}

function decode(text: string, list: readonly unknown[]): { value: unknown; id: string } {
  try {
    const parts = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const [value, id, ...rest] = parts.slice(list.length);
    const isOfList = list.every((part, index) => part === parts[index]);
    if (isOfList && typeof id === 'string' && isUuid(id) && rest.length === 0) return { value, id };
  } catch {
    // Falls through to the one answer: whatever is wrong with it, it is not a cursor of this list.
  }
  throw noCursor();
}

/** A cursor is text that a client may have changed: its value must not reach the database as another type than the column's. */
function fits(column: PgColumn | OrderExpression, value: unknown): boolean {
  const holds = 'expression' in column ? column.holds : column.columnType === 'PgInteger' ? 'integer' : column.dataType;
  if (holds === 'date') return value instanceof Date && value.getUTCFullYear() >= 1 && value.getUTCFullYear() <= 9999;
  if (holds === 'number') return typeof value === 'number';
  if (holds !== 'integer') return typeof value === 'string';
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
}

function noCursor(): Error {
  return badInput('`after` is not a cursor of this list and order.');
}

/** Rows hold an order's value under the graph's name (`created_at` is `createdAt`) or, where a list did not rename it, under the table's. */
function valueIn(row: object, field: string, column: PgColumn | OrderExpression | undefined): unknown {
  if (column && 'expression' in column) return column.of(row);
  const graphName = field.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(row, graphName)) return Reflect.get(row, graphName);
  const property = column && Object.entries(getTableColumns(column.table)).find(([, each]) => each.name === column.name)?.[0];
  if (property === undefined || !Object.hasOwn(row, property))
    throw new Error(`A row of this list does not hold what it is ordered by: ${field}.`);
  return Reflect.get(row, property);
}

function toJson(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : (value ?? null);
}
