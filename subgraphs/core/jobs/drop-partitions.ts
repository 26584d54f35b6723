import { dropExpiredPartitions } from '@dcmms/db/operations/retention.ts';
import type { PeriodicJob } from '@dcmms/runtime/periodic.ts';

/** Drops the partitions whose time of keeping is over: of the outbox after seven days, of what people did after years. */
export function dropPartitions(url: string): PeriodicJob {
  return {
    name: 'drop partitions',
    url,
    everyMs: 86_400_000,
    statementTimeoutMs: 660_000,
    step: async (client, now) => {
      const dropped = await dropExpiredPartitions(client, now);
      return { done: true, did: dropped.length > 0 ? { dropped } : undefined };
    },
  };
}
