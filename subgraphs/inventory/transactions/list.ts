import { inventoryTransactions } from '@dcmms/db/inventory/inventory-transactions.ts';
import { loadPage } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { page, type PageArguments } from '@dcmms/runtime/paging.ts';
import type { InventoryTransactionConnectionRow } from '../rows.ts';
import { transactionRows } from './reach.ts';

/**
 * Movements of a part, newest first, a page of each part that is asked at once. The ledger's order is that of its ids, which the
 * database makes while the part's row is locked (`parts/take.ts`): each balance follows from the one before.
 */
export function movementsOf(op: Operation, itemId: string, args: PageArguments): Promise<InventoryTransactionConnectionRow> {
  const { id, inventoryItemId } = inventoryTransactions;
  const newestFirst = page(args, { field: 'id', direction: 'desc' }, { id }, id);
  return loadPage(op, { target: transactionRows, permission: 'read:inventory', parent: inventoryItemId, page: newestFirst }, itemId);
}
