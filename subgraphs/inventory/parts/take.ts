import { and, eq, sql } from 'drizzle-orm';
import { inventoryItems } from '@dcmms/db/inventory/inventory-items.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';
import type { Problem } from '@dcmms/runtime/refusal.ts';
import type { ItemState } from '../items/event.ts';
import { itemRows } from '../items/reach.ts';
import { lineBeyond, type Wanted } from './lines.ts';

const permission = 'consume:inventory';

export interface Taken {
  readonly partId: string;
  readonly item: ItemState;
}

/**
 * Takes one item for an order: the stock falls, the ledger and the order's parts get their rows, or nothing happens.
 * Never more than is on hand and not reserved for others.
 */
export async function take(
  unit: Unit,
  order: { readonly id: string; readonly siteId: string },
  item: Wanted,
): Promise<Taken | { readonly problem: Problem }> {
  const taken = await book(unit, order, item);
  if (taken) return taken;
  // Why not? Under lock, so that the number in the answer is the one that stands when it is given.
  const where = and(eq(inventoryItems.id, item.itemId), eq(inventoryItems.siteId, order.siteId));
  const found = await unit.findOne(itemRows, permission, { where, lock: 'update' });
  if (!found) {
    const path = ['lines', String(item.lines[0]?.index ?? 0), 'inventoryItemId'];
    return { problem: { code: 'NOT_FOUND', message: 'There is no such part in the store of the order’s site.', path } };
  }
  const available = found.quantityOnHand - found.quantityReserved;
  if (available >= item.quantity) {
    // Somebody has put some back between the two statements; now nobody can take it away again.
    const second = await book(unit, order, item);
    if (second) return second;
    throw new Error(`a locked stock of ${available} did not give ${item.quantity}`);
  }
  const reserved = found.quantityReserved > 0 ? ` (${found.quantityOnHand} on hand, ${found.quantityReserved} reserved)` : '';
  return {
    problem: {
      code: 'INSUFFICIENT_STOCK',
      message: `${item.quantity} of ${found.code} are asked for and ${available} are available${reserved}.`,
      path: ['lines', String(lineBeyond(item, available)), 'quantity'],
    },
  };
}

/**
 * One conditional UPDATE with its ledger row and part row in one statement: twice as fast on a hot item as an UPDATE and two
 * INSERTs, and correct without a lock beforehand (reference: postgres, 6). The ids of the new rows are made by the database
 * while the item's row is locked, so that the order of the ledger's ids is the order of its balances.
 */
async function book(unit: Unit, order: { readonly id: string; readonly siteId: string }, item: Wanted): Promise<Taken | undefined> {
  const { operation } = unit;
  const now = operation.now();
  const [row] = await unit.query<TakenRow>(
    'take_part',
    itemRows,
    permission,
    (scope) => sql`
    with taken as (
      update inventory_items
      set quantity_on_hand = quantity_on_hand - ${item.quantity}::int, version = version + 1, updated_at = ${now}::timestamptz
      where id = ${item.itemId}::uuid and site_id = ${order.siteId}::uuid and ${scope}
        and quantity_on_hand - quantity_reserved >= ${item.quantity}::int
      returning id, tenant_id, site_id, part_number, quantity_on_hand, quantity_reserved, version, currency,
        coalesce(average_cost, unit_cost) as unit_cost
    ), booked as (
      insert into inventory_transactions (tenant_id, inventory_item_id, site_id, kind, quantity, balance_after, unit_cost, total_cost,
        currency, work_order_id, performed_by, occurred_at, idempotency_key)
      select tenant_id, id, site_id, 'consume', ${-item.quantity}::int, quantity_on_hand, unit_cost, unit_cost * ${item.quantity}::int,
        currency, ${order.id}::uuid, ${operation.viewer.userId}::uuid, ${now}::timestamptz, ${operation.idempotencyKey ?? null}::text
      from taken
    ), used as (
      insert into work_order_parts (tenant_id, work_order_id, inventory_item_id, quantity_consumed, unit_cost, currency, consumed_at,
        consumed_by)
      select tenant_id, ${order.id}::uuid, id, ${item.quantity}::int, unit_cost, currency, ${now}::timestamptz,
        ${operation.viewer.userId}::uuid
      from taken
      returning id
    )
    select used.id as part_id, taken.id, taken.site_id, taken.part_number, taken.quantity_on_hand, taken.quantity_reserved, taken.version
    from taken, used`,
  );
  if (!row) return undefined;
  return {
    partId: row.part_id,
    item: {
      id: row.id,
      siteId: row.site_id,
      code: row.part_number,
      quantityOnHand: row.quantity_on_hand,
      quantityReserved: row.quantity_reserved,
      version: row.version,
    },
  };
}

type TakenRow = {
  part_id: string;
  id: string;
  site_id: string;
  part_number: string;
  quantity_on_hand: number;
  quantity_reserved: number;
  version: number;
};
