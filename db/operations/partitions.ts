import pg from 'pg';

/** Until when a table has partitions. */
export interface PartitionHeadroom {
  readonly table: string;
  /** Null when there is none at all. */
  readonly coveredUntil: Date | null;
  /** False when the unit of time after the present one has no partition: `ensurePartitions` has not run for long. */
  readonly ok: boolean;
}

/** For `/ready`; any of our login roles may run it, without a context. */
export const partitionHeadroomQuery = 'SELECT table_name AS "table", covered_until AS "coveredUntil", ok FROM partition_headroom()';

/** Attaching a partition waits for whoever uses the table and gives up for their sake. */
const attemptsMax = 5;

/**
 * Makes the partitions that are missing, as `dcmms_partition`: at start and daily. Safe to call again and by several at once.
 *
 * @param from Also those of history from this moment on, before older rows are loaded: in every table cut by id, or in `table` alone.
 * @returns The names of those that were made.
 */
export async function ensurePartitions(client: pg.ClientBase | pg.Pool, from?: Date, table?: string): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { rows } = await client.query<{ name: string }>('SELECT ensure_partitions($1, $2) AS name', [from ?? null, table ?? null]);
      return rows.map(({ name }) => name);
    } catch (error) {
      const waited = error instanceof pg.DatabaseError && (error.code === '55P03' || error.code === '40P01');
      if (!waited || attempt >= attemptsMax) throw error;
    }
  }
}
