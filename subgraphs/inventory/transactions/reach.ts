import { inventoryTransactions } from '@dcmms/db/inventory/inventory-transactions.ts';
import { anyOf, guard } from '@dcmms/runtime/guard.ts';
import { siteOfOrderInHand } from '../orders/reach.ts';

/** The ledger: whoever reaches a part reaches its movements. */
export const transactionRows = guard(inventoryTransactions, {
  sites: (siteIds) => anyOf(inventoryTransactions.siteId, siteIds),
  assigned: (userId) => siteOfOrderInHand(inventoryTransactions.siteId, userId),
});
