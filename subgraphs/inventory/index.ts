import { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Operation } from '@dcmms/runtime/operation.ts';
import { buildSubgraph } from '@dcmms/runtime/schema.ts';
import { check } from '@dcmms/runtime/serve.ts';
import type { Subgraph } from '@dcmms/runtime/subgraph.ts';
import { subgraphSdl } from '@dcmms/schema/read.ts';
import type { Context } from './context.ts';
import { resolvers } from './resolvers.ts';

export interface InventorySettings {
  /** Of the login role `dcmms_inventory`. */
  readonly databaseUrl: string;
  readonly log: Log;
  /** A given clock in tests. */
  readonly now?: (() => Date) | undefined;
}

export interface Inventory extends Subgraph {
  readonly database: Database;
}

/** Parts, their stock at a site and the ledger of it, and what orders have used. */
export function createInventory(settings: InventorySettings): Inventory {
  const { databaseUrl, log, now } = settings;
  const database = new Database({ url: databaseUrl, name: 'inventory', log });
  return {
    name: 'inventory',
    schema: buildSubgraph(subgraphSdl('inventory'), resolvers),
    database,
    context: (viewer, request): Context => ({ op: new Operation({ ...request, actor: viewer, database, log, now }) }),
    ready: async () => [await check('database of inventory', () => database.ping())],
    close: () => database.close(),
  };
}
