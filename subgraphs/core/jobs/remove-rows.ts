import { removeExpiredRows } from '@dcmms/db/operations/retention.ts';
import type { PeriodicJob } from '@dcmms/runtime/periodic.ts';

/** Of one table in one transaction, which holds up the outbox while it lasts. */
const rowsMax = 5_000;

/** Removes rows that have been kept long enough and lie in no partition that could be dropped: idempotency keys, dead letters, … */
export function removeRows(url: string): PeriodicJob {
  return {
    name: 'remove rows',
    url,
    everyMs: 86_400_000,
    statementTimeoutMs: 90_000,
    step: async (client, now) => {
      const removed = await removeExpiredRows(client, now, rowsMax);
      const counts = Object.values(removed);
      return { done: counts.every((count) => count < rowsMax), did: counts.some((count) => count > 0) ? { removed } : undefined };
    },
  };
}
