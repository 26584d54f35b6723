import type pg from 'pg';

/** Until when a table has partitions. */
export interface PartitionHeadroom {
  readonly table: string;
  /** Null when there is none at all. */
  readonly coveredUntil: Date | null;
  /** False when less than half of what is kept ahead is left: `ensurePartitions` has not run for long. */
  readonly ok: boolean;
}

/** For `/ready`, at the moment `$1`; any of our login roles may run it, without a context. */
export const partitionHeadroomQuery = 'SELECT table_name AS "table", covered_until AS "coveredUntil", ok FROM partition_headroom($1)';

/**
 * Makes the partitions that are missing around the moment `now`, as `dcmms_partition`. Safe to call again and by several at once.
 *
 * @returns The names of those that were made.
 */
export async function ensurePartitions(client: pg.ClientBase, now: Date): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT ensure_partitions(p_now => $1) AS name', [now]);
  return rows.map(({ name }) => name);
}
