import { z } from 'zod';
import { databaseAddress, runSubgraph } from '@dcmms/runtime/run-subgraph.ts';
import { createCore } from './index.ts';

const settings = z.object({
  CORE_DATABASE_URL: databaseAddress,
  OUTBOX_DATABASE_URL: databaseAddress,
  PARTITION_DATABASE_URL: databaseAddress.optional(),
  RETENTION_DATABASE_URL: databaseAddress.optional(),
  SEAL_DATABASE_URL: databaseAddress.optional(),
});

await runSubgraph('core', settings, (given, log) =>
  createCore({
    databaseUrl: given.CORE_DATABASE_URL,
    outboxUrl: given.OUTBOX_DATABASE_URL,
    jobs: { partitionUrl: given.PARTITION_DATABASE_URL, retentionUrl: given.RETENTION_DATABASE_URL, sealUrl: given.SEAL_DATABASE_URL },
    log,
  }),
);
