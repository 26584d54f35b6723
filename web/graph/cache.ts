import { cacheExchange, type KeyGenerator, type Resolver } from '@urql/exchange-graphcache';
import type { Exchange } from 'urql';

/**
 * The normalised cache: rows by type and id. What has no id (pages, edges, payloads, readings, actions) belongs to the row that it
 * was asked of. Pages are put together by `usePages`, not here: one whose beginning has moved must not be glued to those that were
 * read before. It is not told the schema: with it, graphcache answers with what it has and null for the rest, and a person would
 * read "none" where "not read yet" is meant.
 */
export function rows(): Exchange {
  return cacheExchange({ keys, resolvers: { Query: byId } });
}

const idOrNone: KeyGenerator = ({ id }) => (typeof id === 'string' ? id : null);

/** Every type of the graph is keyed in the same way, the next one too. */
const keys = new Proxy<Record<string, KeyGenerator>>({}, { get: () => idOrNone });

/** An entity that the cache has from elsewhere is not asked for again when all that is wanted is there. */
const byId: Record<string, Resolver> = Object.fromEntries(
  Object.entries({
    alert: 'Alert',
    asset: 'Asset',
    inventoryItem: 'InventoryItem',
    site: 'Site',
    tag: 'Tag',
    workOrder: 'WorkOrder',
  }).map(([field, __typename]): [string, Resolver] => [
    field,
    (_parent, args, cache) => {
      const known = cache.resolve('Query', field, args);
      return known === undefined && typeof args['id'] === 'string' ? { __typename, id: args['id'] } : known;
    },
  ]),
);
