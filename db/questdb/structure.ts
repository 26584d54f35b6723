import type { QuestDbSql } from './connection.ts';
import type { Script } from './migrate.ts';

/**
 * Describes the tables and views that the scripts make, as the server has them: one line for each property that the scripts
 * decide, none for what the server decides (directories, capacities of symbols). Every line stands for itself, so that a
 * difference between two descriptions is a list of lines.
 */
export async function describeStructure(sql: QuestDbSql, scripts: readonly Script[]): Promise<readonly string[]> {
  const made = new Set(namesMadeBy(scripts));
  const tables = await sql<
    Table[]
  >`SELECT table_name, "partitionBy" partition_by, "walEnabled" wal, dedup, "ttlValue" ttl_value, "ttlUnit" ttl_unit FROM tables() ORDER BY table_name`;
  const views = new Map(
    (
      await sql<
        View[]
      >`SELECT view_name, base_table_name, refresh_type, period_length, period_length_unit, timer_interval, timer_interval_unit, refresh_limit, refresh_limit_unit, view_sql FROM materialized_views()`
    ).map((view) => [view.view_name, view]),
  );
  const lines: string[] = [];
  for (const table of tables.filter(({ table_name }) => made.has(table_name))) {
    const name = table.table_name;
    lines.push(
      `${name}: partition by ${table.partition_by}, ttl ${table.ttl_value} ${table.ttl_unit}, wal ${table.wal}, dedup ${table.dedup}`,
    );
    const view = views.get(name);
    if (view !== undefined) lines.push(...describeView(view));
    // The name is one of our scripts', a word; QuestDB takes no parameter here.
    const columns = await sql.unsafe<Column[]>(
      `SELECT "column" column_name, type, designated, "upsertKey" upsert_key FROM table_columns('${name}')`,
    );
    for (const column of columns) {
      lines.push(
        `${name}.${column.column_name}: ${column.type}${column.designated ? ', designated' : ''}${column.upsert_key ? ', upsert key' : ''}`,
      );
    }
  }
  return lines;
}

/** What `actual` lacks of `expected` and has beyond it, a sentence each. */
export function compareStructure(expected: readonly string[], actual: readonly string[]): readonly string[] {
  const [wanted, found] = [new Set(expected), new Set(actual)];
  return [
    ...expected.filter((line) => !found.has(line)).map((line) => `missing: ${line}`),
    ...actual.filter((line) => !wanted.has(line)).map((line) => `unexpected: ${line}`),
  ];
}

interface Table {
  readonly table_name: string;
  readonly partition_by: string;
  readonly wal: boolean;
  readonly dedup: boolean;
  readonly ttl_value: number;
  readonly ttl_unit: string;
}

interface View {
  readonly view_name: string;
  readonly base_table_name: string;
  readonly refresh_type: string;
  readonly period_length: number;
  readonly period_length_unit: string | null;
  readonly timer_interval: number;
  readonly timer_interval_unit: string | null;
  readonly refresh_limit: number;
  readonly refresh_limit_unit: string | null;
  readonly view_sql: string;
}

interface Column {
  readonly column_name: string;
  readonly type: string;
  readonly designated: boolean;
  readonly upsert_key: boolean;
}

function namesMadeBy(scripts: readonly Script[]): readonly string[] {
  return scripts.flatMap((script) =>
    script.statements.flatMap((statement) => /^CREATE (?:TABLE|MATERIALIZED VIEW) IF NOT EXISTS (\w+)/i.exec(statement)?.[1] ?? []),
  );
}

function describeView(view: View): readonly string[] {
  const name = view.view_name;
  return [
    `${name}: view of ${view.base_table_name}`,
    `${name}: refresh ${view.refresh_type}, period ${span(view.period_length, view.period_length_unit)}, every ${span(view.timer_interval, view.timer_interval_unit)}`,
    `${name}: refresh limit ${span(view.refresh_limit, view.refresh_limit_unit)}`,
    `${name}: as ${view.view_sql.replace(/\s+/g, ' ').trim()}`,
  ];
}

function span(length: number, unit: string | null): string {
  return unit === null ? 'none' : `${length} ${unit}`;
}
