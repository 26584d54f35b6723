import * as partitions from '@dcmms/db/operations/partitions.ts';
import type { PeriodicJob } from '@dcmms/runtime/periodic.ts';

/** Makes partitions ahead of time, which `partition_policy` measures in days at the least: an hour is early enough. */
export function ensurePartitions(url: string): PeriodicJob {
  return {
    name: 'ensure partitions',
    url,
    everyMs: 3_600_000,
    statementTimeoutMs: 90_000,
    step: async (client, now) => {
      const made = await partitions.ensurePartitions(client, now);
      return { done: true, did: made.length > 0 ? { made } : undefined };
    },
  };
}
