import { fixedId } from '../identity/fixed-id.ts';
import type { InventoryTransactionKind } from '../inventory/inventory-transactions.ts';
import type { DemoOrder } from './orders.ts';
import { personOf, type DemoPerson } from './people.ts';
import { demoParts, type DemoPart } from './stock.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** One movement of one part. */
export interface DemoMovement {
  readonly id: string;
  readonly part: DemoPart;
  readonly kind: InventoryTransactionKind;
  /** Signed. */
  readonly quantity: number;
  readonly balanceAfter: number;
  readonly atMs: number;
  readonly by: DemoPerson;
  readonly order: DemoOrder | null;
  readonly reason: string | null;
}

export interface DemoStock {
  readonly part: DemoPart;
  readonly onHand: number;
  /** In the order of time; sums to `onHand`. */
  readonly movements: readonly DemoMovement[];
}

/**
 * The ledger of every part: opened before the first order, consumed by the orders, filled up from the vendor when the minimum is
 * reached, counted once. What is on hand is the last balance, so that the ledger sums to the stock by construction.
 */
export function keepLedger(orders: readonly DemoOrder[], openedMs: number, nowMs: number): DemoStock[] {
  return demoParts.map((part) => {
    const consumed = orders
      .flatMap((order) => order.parts.filter((row) => row.part.id === part.id).map((row) => ({ order, row })))
      .sort((one, other) => one.row.atMs - other.row.atMs);
    const storekeeper = personOf(part.tenant, 'storekeeper');
    const movements: DemoMovement[] = [];
    let balance = 0;
    let lastMs = 0;
    const move = (
      kind: InventoryTransactionKind,
      quantity: number,
      atMs: number,
      by: DemoPerson,
      order: DemoOrder | null,
      reason: string | null,
    ) => {
      balance += quantity;
      // Ids order the ledger: no two movements of a part share a millisecond.
      lastMs = Math.max(atMs, lastMs + 1);
      movements.push({
        id: fixedId(`movement:${part.id}/${movements.length}`, lastMs),
        part,
        kind,
        quantity,
        balanceAfter: balance,
        atMs: lastMs,
        by,
        order,
        reason,
      });
    };
    move('opening', part.opening, openedMs, storekeeper, null, 'Stock at the start of the ledger');
    let delivery: number | undefined;
    for (const { order, row } of consumed) {
      if (delivery !== undefined && delivery < row.atMs) {
        move('receive', part.max - balance, delivery, storekeeper, null, 'Delivery after reaching the minimum');
        delivery = undefined;
      }
      if (balance < row.quantity) throw new Error(`${part.site} runs out of ${part.code}: raise its opening stock in the seed.`);
      move('consume', -row.quantity, row.atMs, row.by, order, null);
      if (balance <= part.min && delivery === undefined) delivery = row.atMs + Math.min(part.leadTimeDays, 10) * dayMs;
    }
    if (delivery !== undefined && delivery < nowMs - hourMs)
      move('receive', part.max - balance, delivery, storekeeper, null, 'Delivery after reaching the minimum');
    return { part, onHand: balance, movements };
  });
}
