import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ClientBase } from 'pg';

/** Rows of one statement: large enough to make the round trip cheap, small enough to stay far from the driver's limits. */
const rowsPerStatement = 2_000;

/**
 * Inserts many rows in few round trips. Each statement carries its rows as one JSON array that PostgreSQL itself reads into the
 * table's row type (`json_populate_recordset`), so that arrays, documents and instants need no mapping of ours.
 *
 * @param rows All with the same properties; what none of them has gets the column's default.
 */
export async function insertRows<Table extends PgTable>(
  client: ClientBase,
  table: Table,
  rows: readonly Table['$inferInsert'][],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const names = columnNames(table, first);
  const list = [...names.values()].map((name) => `"${name}"`).join(', ');
  const target = `"${getTableName(table)}"`;
  const text = `INSERT INTO ${target} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${target}, $1::json)`;
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    const batch = rows.slice(from, from + rowsPerStatement).map((row) => renamed(row, names, target));
    await client.query(text, [JSON.stringify(batch)]);
  }
}

/** Property in TypeScript to column in the database, in the order of the first row. */
function columnNames(table: PgTable, row: object): Map<string, string> {
  const columns = getTableColumns(table);
  return new Map(
    Object.keys(row).map((property) => {
      const column = columns[property];
      if (column === undefined) throw new Error(`${getTableName(table)} has no column for ${property}.`);
      return [property, column.name];
    }),
  );
}

function renamed(row: object, names: ReadonlyMap<string, string>, target: string): Record<string, unknown> {
  const entries = Object.entries(row);
  if (entries.length !== names.size) throw new Error(`The rows for ${target} do not all have the same properties.`);
  return Object.fromEntries(
    entries.map(([property, value]) => {
      const name = names.get(property);
      if (name === undefined) throw new Error(`The rows for ${target} do not all have the same properties: ${property}.`);
      return [name, value];
    }),
  );
}
