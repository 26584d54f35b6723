import { parseId } from '@dcmms/runtime/id.ts';
import type { SiteResolvers } from '../generated/resolvers.ts';
import { itemsOf } from '../items/list.ts';

export const Site: SiteResolvers = {
  // Asynchronous, so that a malformed id is the error of this entity alone.
  __resolveReference: async ({ id }) => ({ id: parseId(id) }),
  inventoryItems: (site, args, { op }) => itemsOf(op, site.id, args),
};
