import { is, SQL } from 'drizzle-orm';
import { getTableConfig, IndexedColumn, PgDialect, PgTable, type ForeignKey, type PgColumn } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import * as exported from './tables.ts';

/** What exists in the database alone: its type depends on the server (see `sites`). */
const derived = { columns: ['sites.geo_location', 'assets.geo_location'], indexes: ['idx_sites_geo', 'idx_assets_geo'] };

/** A schema that is rolled back: the server itself then says how it writes down what the tables declare. */
const copy = 'drift_check';

type Facts = Map<string, string>;

/**
 * Compares the tables of the code with those of a database: columns with type, default and generation, keys, uniques, checks,
 * indexes, foreign keys with what happens on deletion.
 *
 * @param client Signed in as an administrator; what is created is rolled back.
 * @returns One sentence per difference; none when the two agree.
 */
export async function findDrift(client: pg.ClientBase): Promise<string[]> {
  const tables = Object.values(exported).filter((value) => is(value, PgTable));
  await client.query('BEGIN');
  try {
    await client.query(`CREATE SCHEMA ${copy}`);
    await client.query(`SET LOCAL search_path = ${copy}, public`);
    for (const table of tables) for (const statement of describe(table)) await client.query(statement);
    const declared = await readFacts(client, copy);
    const present = await readFacts(client, 'public');
    for (const table of tables) for (const key of getTableConfig(table).foreignKeys) declared.set(...describeForeignKey(key));
    return compare(declared, present);
  } finally {
    await client.query('ROLLBACK');
  }
}

function compare(declared: Facts, present: Facts): string[] {
  const differences: string[] = [];
  for (const [what, how] of declared) {
    const actual = present.get(what);
    if (actual === undefined) differences.push(`${what} is missing: ${how}`);
    else if (actual !== how) differences.push(`${what} is ${actual}, declared ${how}`);
  }
  for (const [what, how] of present) if (!declared.has(what)) differences.push(`${what} is not declared: ${how}`);
  return differences.sort();
}

/** The statements that make a table as it is declared, without partitions and foreign keys. */
function describe(table: PgTable): string[] {
  const { name, columns, checks, primaryKeys, uniqueConstraints, indexes } = getTableConfig(table);
  const constraints = [
    ...primaryKeys.map((key) => `CONSTRAINT ${quote(key.getName())} PRIMARY KEY (${list(key.columns)})`),
    ...uniqueConstraints.map(
      (unique) =>
        `CONSTRAINT ${quote(unique.getName() ?? '')} UNIQUE ${unique.nullsNotDistinct ? 'NULLS NOT DISTINCT ' : ''}(${list(unique.columns)})`,
    ),
    ...checks.map((check) => `CONSTRAINT ${quote(check.name)} CHECK (${render(check.value)})`),
  ];
  return [
    `CREATE TABLE ${copy}.${quote(name)} (${[...columns.map(describeColumn), ...constraints].join(', ')})`,
    ...indexes.map(({ config }) => {
      const parts = config.columns.map(describeIndexPart);
      const where = config.where === undefined ? '' : ` WHERE ${render(config.where)}`;
      return `CREATE ${config.unique ? 'UNIQUE ' : ''}INDEX ${quote(config.name ?? '')} ON ${copy}.${quote(name)} USING ${config.method ?? 'btree'} (${parts.join(', ')})${where}`;
    }),
  ];
}

function describeIndexPart(part: unknown): string {
  if (is(part, IndexedColumn)) return quote(part.name ?? '');
  if (is(part, SQL)) return `(${render(part)})`;
  throw new Error('An index is of columns and expressions alone.');
}

function describeColumn(column: PgColumn): string {
  const words = [quote(column.name), column.getSQLType()];
  if (column.generated !== undefined) {
    const { as } = column.generated;
    const expression: unknown = typeof as === 'function' ? as() : as;
    words.push(`GENERATED ALWAYS AS (${literal(expression)}) STORED`);
  }
  if (column.generatedIdentity !== undefined) words.push('GENERATED ALWAYS AS IDENTITY');
  if (column.default !== undefined) words.push(`DEFAULT ${literal(column.default)}`);
  if (column.notNull) words.push('NOT NULL');
  if (column.primary) words.push('PRIMARY KEY');
  return words.join(' ');
}

function describeForeignKey(key: ForeignKey): [string, string] {
  const { columns, foreignColumns, foreignTable } = key.reference();
  const own = columns.map((column) => column.name);
  const action = key.onDelete?.toUpperCase() ?? 'NO ACTION';
  // Only the reference goes: the tenant of a row stays.
  const part = action === 'SET NULL' && own.length > 1 ? ` (${own.at(-1)})` : '';
  const onDelete = action === 'NO ACTION' ? '' : ` ON DELETE ${action}${part}`;
  const target = `${getTableConfig(foreignTable).name}(${foreignColumns.map((column) => column.name).join(', ')})`;
  return [
    `constraint ${getTableConfig(key.table).name}.${key.getName()}`,
    `FOREIGN KEY (${own.join(', ')}) REFERENCES ${target}${onDelete}`,
  ];
}

async function readFacts(client: pg.ClientBase, schema: string): Promise<Facts> {
  const { rows } = await client.query<{ what: string; how: string }>(
    `WITH t AS (
       SELECT oid, relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e'))
     SELECT format('column %s.%s', t.relname, a.attname) AS what,
       concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
         CASE a.attgenerated WHEN 's' THEN 'generated' END, CASE a.attidentity WHEN 'a' THEN 'identity' END,
         pg_get_expr(d.adbin, d.adrelid)) AS how
     FROM t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE format('%s.%s', t.relname, a.attname) <> ALL ($2)
     UNION ALL
     SELECT format('constraint %s.%s', t.relname, c.conname), pg_get_constraintdef(c.oid)
     FROM t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('p', 'u', 'c', 'f') AND c.conparentid = 0
     UNION ALL
     SELECT format('index %s', i.indexrelid::regclass), regexp_replace(pg_get_indexdef(i.indexrelid), ' ON .+? USING', ' ON ' || t.relname || ' USING')
     FROM t JOIN pg_index i ON i.indrelid = t.oid
     WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))
       AND i.indexrelid::regclass::text <> ALL ($3)`,
    [schema, derived.columns, derived.indexes],
  );
  // Names are written without the schema that the search path would have them qualified with.
  const bare = (text: string): string => text.replaceAll(`${copy}.`, '').replaceAll('public.', '');
  return new Map(rows.map(({ what, how }) => [bare(what), bare(how)]));
}

const dialect = new PgDialect();

function render(expression: SQL): string {
  return dialect.sqlToQuery(expression.inlineParams()).sql;
}

function literal(value: unknown): string {
  if (is(value, SQL)) return render(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;
}

function list(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => quote(name)).join(', ');
}

function quote(name: string): string {
  return `"${name}"`;
}
