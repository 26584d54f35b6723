import { z } from 'zod';
import { databaseAddress, runSubgraph } from '@dcmms/runtime/run-subgraph.ts';
import { createPredictions } from './index.ts';

await runSubgraph('predictions', z.object({ PREDICTIONS_DATABASE_URL: databaseAddress }), (settings, log) =>
  createPredictions({ databaseUrl: settings.PREDICTIONS_DATABASE_URL, log }),
);
