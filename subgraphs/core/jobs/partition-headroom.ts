import { partitionHeadroomQuery, type PartitionHeadroom } from '@dcmms/db/operations/partitions.ts';
import type { Database } from '@dcmms/runtime/database/database.ts';

/**
 * For `/ready`.
 *
 * @throws With the tables whose partitions run out: from the moment that one has none, its rows are refused.
 */
export async function requirePartitions(database: Database, now: Date): Promise<void> {
  const rows = await database.directory<PartitionHeadroom>(partitionHeadroomQuery, [now]);
  const short = rows.filter(({ ok }) => !ok).map(({ table, coveredUntil }) => `${table} (${coveredUntil?.toISOString() ?? 'none at all'})`);
  if (short.length === 0) return;
  throw new Error(`Partitions run out: ${short.join(', ')}. The job \`ensure partitions\` has not run for long; its log says why.`);
}
