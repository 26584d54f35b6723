import type pg from 'pg';

/** Rows that are kept for a time and lie in no partition that could be dropped; those of partitions: `partition_policy`. */
export const rowRetention = [
  { table: 'ingest_dead_letters', key: 'id', since: 'received_at', keep: '30 days' },
  { table: 'idempotency_keys', key: 'tenant_id, user_id, key, response_path', since: 'created_at', keep: '7 days' },
  { table: 'user_sessions', key: 'id', since: 'absolute_expires_at', keep: '30 days' },
] as const;

/** Rows per statement: a transaction that deletes for minutes would hold up the outbox. */
const batch = 5_000;

/**
 * Removes what has been kept long enough, as `dcmms_retention`: expired partitions whole, other rows in batches. Daily.
 *
 * @returns What went: names of partitions, and rows by table.
 */
export async function applyRetention(client: pg.ClientBase | pg.Pool): Promise<{ partitions: string[]; rows: Record<string, number> }> {
  const { rows: dropped } = await client.query<{ name: string }>('SELECT drop_expired_partitions() AS name');
  const rows: Record<string, number> = {};
  for (const { table, key, since, keep } of rowRetention) {
    let removed = 0;
    for (;;) {
      const { rowCount } = await client.query(
        `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${since} < now() - interval '${keep}' LIMIT ${batch})`,
      );
      removed += rowCount ?? 0;
      if ((rowCount ?? 0) < batch) break;
    }
    rows[table] = removed;
  }
  return { partitions: dropped.map(({ name }) => name), rows };
}
