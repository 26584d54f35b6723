import { inventoryItems } from '@dcmms/db/inventory/inventory-items.ts';
import { anyOf, guard } from '@dcmms/runtime/guard.ts';
import { siteOfOrderInHand } from '../orders/reach.ts';

/** Parts in a site's store. Who works by assignment sees the stores that they take parts from. */
export const itemRows = guard(inventoryItems, {
  sites: (siteIds) => anyOf(inventoryItems.siteId, siteIds),
  assigned: (userId) => siteOfOrderInHand(inventoryItems.siteId, userId),
});
