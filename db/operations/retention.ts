import type pg from 'pg';

/** Rows that are kept for a time and lie in no partition that could be dropped; those of partitions: `partition_policy`. */
export const rowRetention = [
  { table: 'ingest_dead_letters', key: 'id', since: 'received_at', keep: '30 days' },
  { table: 'idempotency_keys', key: 'tenant_id, user_id, key, response_path', since: 'created_at', keep: '7 days' },
  { table: 'user_sessions', key: 'id', since: 'absolute_expires_at', keep: '30 days' },
  // From the first day of the month, whose audit rows are kept 7 years from its last.
  { table: 'audit_chains', key: 'tenant_id, month', since: 'month', keep: '7 years 1 month' },
] as const;

/**
 * Drops the partitions whose time of keeping is over, as `dcmms_retention`.
 *
 * @returns Their names.
 */
export async function dropExpiredPartitions(client: pg.ClientBase, now: Date): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT drop_expired_partitions($1) AS name', [now]);
  return rows.map(({ name }) => name);
}

/**
 * Removes rows that have been kept long enough, as `dcmms_retention`: of each table at most `rowsMax`, because a transaction that
 * deletes for minutes would hold up the outbox.
 *
 * @returns How many went, by table; a table that gave `rowsMax` may hold more.
 */
export async function removeExpiredRows(client: pg.ClientBase, now: Date, rowsMax: number): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const { table, key, since, keep } of rowRetention) {
    const { rowCount } = await client.query(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${since} < $1::timestamptz - interval '${keep}' LIMIT $2)`,
      [now, rowsMax],
    );
    removed[table] = rowCount ?? 0;
  }
  return removed;
}
