import { sql, type SQL } from 'drizzle-orm';
import { inventoryItems } from '@dcmms/db/inventory/inventory-items.ts';
import { loadPage, readPage } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { page, predicate, type FieldFilter, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import type { QueryInventoryItemsArgs } from '../generated/resolvers.ts';
import type { InventoryItemConnectionRow } from '../rows.ts';
import { itemRows } from './reach.ts';

export const listItems: Queries['inventoryItems'] = (_parent, args, { op }) => readPage(op, list(args));

/** The store of a site, a page of each site that is asked at once. */
export function itemsOf(op: Operation, siteId: string, args: QueryInventoryItemsArgs): Promise<InventoryItemConnectionRow> {
  return loadPage(op, { ...list(args), parent: inventoryItems.siteId, argument: args.where }, siteId);
}

function list(args: QueryInventoryItemsArgs) {
  return {
    target: itemRows,
    permission: 'read:inventory',
    page: page(args, args.orderBy ?? { field: 'code' }, orderColumns, inventoryItems.id),
    where: predicate(args.where, filterColumns),
  };
}

const orderColumns: OrderColumns = {
  code: inventoryItems.code,
  name: inventoryItems.name,
  quantity_on_hand: inventoryItems.quantityOnHand,
  updated_at: inventoryItems.updatedAt,
};

const filterColumns: FilterColumns = {
  id: inventoryItems.id,
  code: inventoryItems.code,
  name: inventoryItems.name,
  category: inventoryItems.category,
  siteId: inventoryItems.siteId,
  quantityOnHand: inventoryItems.quantityOnHand,
  isLow,
};

/** At or below the minimum; a part without a minimum is never low. Said as the partial index `idx_inventory_low_stock` says it. */
function isLow(filter: FieldFilter): SQL | undefined {
  const low = sql`${inventoryItems.quantityOnHand} <= ${inventoryItems.minQuantity}`;
  const notLow = sql`(${inventoryItems.quantityOnHand} > ${inventoryItems.minQuantity} or ${inventoryItems.minQuantity} is null)`;
  const fits = (value: boolean) => (filter.eq === undefined || filter.eq === value) && (filter.ne === undefined || filter.ne !== value);
  if (fits(true) && fits(false)) return undefined;
  if (fits(true)) return low;
  return fits(false) ? notLow : sql`false`;
}
