import { eq, sql } from 'drizzle-orm';
import { inventoryItems } from '@dcmms/db/inventory/inventory-items.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import { mutate } from '@dcmms/runtime/mutation.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';
import { Refusal, refuse, type Problem } from '@dcmms/runtime/refusal.ts';
import type { Mutations } from '../context.ts';
import type { AdjustStockInput } from '../generated/resolvers.ts';
import type { InventoryItemRow } from '../rows.ts';
import { itemEvent } from './event.ts';
import { itemRows } from './reach.ts';

const permission = 'adjust:inventory';
const changeMax = 1_000_000;
/** Far from the end of a 32-bit integer, so that no sum of two quantities can leave it. */
const stockMax = 1_000_000_000;
const reasonLengthMax = 1_000;

/**
 * Corrects a stock after a count, a loss or a find. The reason is kept in the ledger.
 *
 * Refuses with INVALID (no change, no reason, a stock beyond bounds), NOT_FOUND, INSUFFICIENT_STOCK (below zero or below what is
 * reserved).
 */
export const adjustStock: Mutations['adjustStock'] = (_parent, { input }, { op }, info) => {
  const id = parseId(input.inventoryItemId, 'inventoryItemId');
  return mutate<AdjustStockInput, { inventoryItem: InventoryItemRow | null }>({
    op,
    info,
    input,
    permission,
    nothing: { inventoryItem: null },
    run: async (unit) => ({ inventoryItem: await adjust(unit, id, input.change, input.reason.trim()) }),
    remember: () => ({ inventoryItem: id }),
    recall: async () => ({ inventoryItem: (await op.read.findOne(itemRows, permission, { where: eq(inventoryItems.id, id) })) ?? null }),
  });
};

async function adjust(unit: Unit, id: string, change: number, reason: string): Promise<InventoryItemRow> {
  const faults = faultsOf(change, reason);
  if (faults.length > 0) throw new Refusal(faults);
  const item = await unit.findOne(itemRows, permission, { where: eq(inventoryItems.id, id), lock: 'update' });
  if (!item) refuse('NOT_FOUND', 'There is no such part among those whose stock you may correct.', ['inventoryItemId']);
  const balance = item.quantityOnHand + change;
  if (balance < item.quantityReserved) {
    const may = item.quantityOnHand - item.quantityReserved;
    const stock = `${item.quantityOnHand} on hand, ${item.quantityReserved} reserved`;
    refuse('INSUFFICIENT_STOCK', `At most ${may} of ${item.code} can be taken off: ${stock}.`, ['change']);
  }
  if (balance > stockMax) refuse('INVALID', `A stock is at most ${stockMax}.`, ['change']);
  await book(unit, item, change, reason);
  const adjusted = await unit.findOne(itemRows, permission, { where: eq(inventoryItems.id, id) });
  if (!adjusted) throw new Error('a locked part is gone');
  await unit.emit(itemEvent(adjusted));
  return adjusted;
}

function faultsOf(change: number, reason: string): Problem[] {
  const problems: Problem[] = [];
  if (change === 0) problems.push({ code: 'INVALID', message: 'A change of 0 corrects nothing.', path: ['change'] });
  if (Math.abs(change) > changeMax)
    problems.push({ code: 'INVALID', message: `A change is at most ${changeMax} either way.`, path: ['change'] });
  if (reason === '') problems.push({ code: 'INVALID', message: 'Say why the stock is corrected.', path: ['reason'] });
  if (reason.length > reasonLengthMax)
    problems.push({ code: 'INVALID', message: `A reason has at most ${reasonLengthMax} characters.`, path: ['reason'] });
  return problems;
}

/** The balance and its ledger row in one statement: neither can be written without the other. */
async function book(unit: Unit, item: InventoryItemRow, change: number, reason: string): Promise<void> {
  const { operation } = unit;
  const now = operation.now();
  await unit.query(
    'adjust_stock',
    itemRows,
    permission,
    (scope) => sql`
    with adjusted as (
      update inventory_items set quantity_on_hand = quantity_on_hand + ${change}::int, version = version + 1, updated_at = ${now}::timestamptz
      where id = ${item.id}::uuid and ${scope} and quantity_on_hand + ${change}::int >= quantity_reserved
      returning id, tenant_id, site_id, quantity_on_hand, currency, coalesce(average_cost, unit_cost) as unit_cost
    )
    insert into inventory_transactions (tenant_id, inventory_item_id, site_id, kind, quantity, balance_after, unit_cost, total_cost,
      currency, reason, performed_by, occurred_at, idempotency_key)
    select tenant_id, id, site_id, 'adjust', ${change}::int, quantity_on_hand, unit_cost, unit_cost * abs(${change}::int),
      currency, ${reason}::text, ${operation.viewer.userId}::uuid, ${now}::timestamptz, ${operation.idempotencyKey ?? null}::text
    from adjusted`,
  );
}
