import { modelRegistry } from '@dcmms/db/predictions/models.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { ModelResolvers } from '../generated/resolvers.ts';
import type { ModelRow } from '../rows.ts';
import { modelRows } from './reach.ts';

export const Model: ModelResolvers = {
  __resolveReference: ({ id }, { op }) => loadModel(op, id),
};

/** The model that something points at; undefined when it is out of reach. */
export function loadModel(op: Operation, id: string): Promise<ModelRow | undefined> {
  return loadRow(op, modelRows, 'read:models', modelRegistry.id, id);
}
