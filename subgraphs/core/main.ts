import { z } from 'zod';
import { databaseAddress, runSubgraph } from '@dcmms/runtime/run-subgraph.ts';
import { createCore } from './index.ts';

await runSubgraph('core', z.object({ CORE_DATABASE_URL: databaseAddress, OUTBOX_DATABASE_URL: databaseAddress }), (settings, log) =>
  createCore({ databaseUrl: settings.CORE_DATABASE_URL, outboxUrl: settings.OUTBOX_DATABASE_URL, log }),
);
