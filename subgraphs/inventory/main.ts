import { z } from 'zod';
import { databaseAddress, runSubgraph } from '@dcmms/runtime/run-subgraph.ts';
import { createInventory } from './index.ts';

await runSubgraph('inventory', z.object({ INVENTORY_DATABASE_URL: databaseAddress }), (settings, log) =>
  createInventory({ databaseUrl: settings.INVENTORY_DATABASE_URL, log }),
);
