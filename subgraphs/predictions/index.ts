import { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Operation } from '@dcmms/runtime/operation.ts';
import { buildSubgraph } from '@dcmms/runtime/schema.ts';
import { check } from '@dcmms/runtime/serve.ts';
import type { Subgraph } from '@dcmms/runtime/subgraph.ts';
import { subgraphSdl } from '@dcmms/schema/read.ts';
import type { Context } from './context.ts';
import { resolvers } from './resolvers.ts';

export interface PredictionsSettings {
  /** Of the login role `dcmms_predictions`. */
  readonly databaseUrl: string;
  readonly log: Log;
}

export interface Predictions extends Subgraph {
  readonly database: Database;
}

/** Models with their baselines, and what they say of assets. */
export function createPredictions(settings: PredictionsSettings): Predictions {
  const { databaseUrl, log } = settings;
  const database = new Database({ url: databaseUrl, name: 'predictions', log });
  return {
    name: 'predictions',
    schema: buildSubgraph(subgraphSdl('predictions'), resolvers),
    database,
    context: (viewer, request): Context => ({ op: new Operation({ ...request, actor: viewer, database, log }) }),
    ready: async () => [await check('database of predictions', () => database.ping())],
    close: () => database.close(),
  };
}
