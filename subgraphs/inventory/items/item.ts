import { inventoryItems } from '@dcmms/db/inventory/inventory-items.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { seesCosts } from '../costs.ts';
import type { Queries } from '../context.ts';
import type { InventoryItemResolvers } from '../generated/resolvers.ts';
import type { InventoryItemRow } from '../rows.ts';
import { movementsOf } from '../transactions/list.ts';
import { itemRows } from './reach.ts';

export const findItem: Queries['inventoryItem'] = (_parent, { id }, { op }) => loadItem(op, id);

export const InventoryItem: InventoryItemResolvers = {
  __resolveReference: ({ id }, { op }) => loadItem(op, id),
  site: (item) => ({ id: item.siteId }),
  quantityAvailable: (item) => item.quantityOnHand - item.quantityReserved,
  isLow: (item) => item.minQuantity !== null && item.quantityOnHand <= item.minQuantity,
  unitCost: (item, _args, { op }) => (seesCosts(op, item.siteId) ? item.unitCost : null),
  transactions: (item, args, { op }) => movementsOf(op, item.id, args),
};

/** A part that something points at; undefined when it is out of reach. */
export function loadItem(op: Operation, id: string): Promise<InventoryItemRow | undefined> {
  return loadRow(op, itemRows, 'read:inventory', inventoryItems.id, id);
}
