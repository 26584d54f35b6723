import { parseId } from '@dcmms/runtime/id.ts';
import type { AssetResolvers } from '../generated/resolvers.ts';
import { predictionsOf } from '../predictions/list.ts';

export const Asset: AssetResolvers = {
  // Asynchronous, so that a malformed id is the error of this entity alone.
  __resolveReference: async ({ id }) => ({ id: parseId(id) }),
  predictions: (asset, args, { op }) => predictionsOf(op, asset.id, args),
};
