import { sealAuditLogs } from '@dcmms/db/operations/audit-chain.ts';
import type { PeriodicJob } from '@dcmms/runtime/periodic.ts';

/** A seventh of a second's work (measured); the year's audit of the data model makes 100 rows a minute. */
const rowsMax = 1_000;

/** Puts audit rows into the hash chain of their tenant and month, after the fact: a chain in the trigger would serialise all writes of a tenant. */
export function sealAudit(url: string): PeriodicJob {
  return {
    name: 'seal audit',
    url,
    everyMs: 60_000,
    statementTimeoutMs: 90_000,
    step: async (client) => ({ done: (await sealAuditLogs(client, rowsMax)) < rowsMax }),
  };
}
