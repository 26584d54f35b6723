import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, text, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { currency, id, instant, money, oneOf } from '../columns.ts';
import { users } from '../identity/users.ts';
import { sites } from '../sites/sites.ts';
import { workOrders } from '../work-orders/work-orders.ts';
import { inventoryItems } from './inventory-items.ts';

export const inventoryTransactionKinds = [
  'receive',
  'inspect_pass',
  'quarantine_in',
  'quarantine_out',
  'scrap',
  'reserve',
  'unreserve',
  'issue',
  'consume',
  'return',
  'adjust',
  'cycle_count',
  'transfer_out',
  'transfer_in',
  'obsolete',
  'opening',
] as const;
export type InventoryTransactionKind = (typeof inventoryTransactionKinds)[number];

/**
 * The ledger of the stock: the sum of `quantity` of an item is its quantity on hand. Rows are never changed.
 * Partitioned by year of the UUIDv7 id. A repeated request is refused by `idempotency_keys`, because a unique key here
 * would have to hold the partition key.
 */
export const inventoryTransactions = pgTable(
  'inventory_transactions',
  {
    id: id(),
    tenantId: uuid('tenant_id').notNull(),
    inventoryItemId: uuid('inventory_item_id').notNull(),
    siteId: uuid('site_id').notNull(),
    kind: varchar('kind', { length: 50, enum: inventoryTransactionKinds }).notNull(),
    /** Signed effect on the quantity on hand; 0 for a reservation. */
    quantity: integer('quantity').notNull(),
    reservedDelta: integer('reserved_delta').notNull().default(0),
    onOrderDelta: integer('on_order_delta').notNull().default(0),
    quarantineDelta: integer('quarantine_delta').notNull().default(0),
    /** Quantity on hand after this row. */
    balanceAfter: integer('balance_after').notNull(),
    unitCost: money('unit_cost'),
    totalCost: money('total_cost'),
    currency: currency(),
    workOrderId: uuid('work_order_id'),
    /** The other item of a transfer. */
    counterItemId: uuid('counter_item_id'),
    lotNumber: varchar('lot_number', { length: 100 }),
    serialNumber: varchar('serial_number', { length: 100 }),
    reason: text('reason'),
    approvedBy: uuid('approved_by'),
    performedBy: uuid('performed_by').notNull(),
    occurredAt: instant('occurred_at')
      .notNull()
      .default(sql`now()`),
    idempotencyKey: varchar('idempotency_key', { length: 255 }),
  },
  (t) => [
    unique('inventory_transactions_tenant_id_id_key').on(t.tenantId, t.id),
    index('idx_inventory_transactions_item').on(t.inventoryItemId, t.id),
    index('idx_inventory_transactions_work_order')
      .on(t.workOrderId)
      .where(sql`work_order_id is not null`),
    index('idx_inventory_transactions_site').on(t.siteId, t.occurredAt),
    foreignKey({
      name: 'inventory_transactions_inventory_item_id_fk',
      columns: [t.tenantId, t.inventoryItemId],
      foreignColumns: [inventoryItems.tenantId, inventoryItems.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'inventory_transactions_site_id_fk',
      columns: [t.tenantId, t.siteId],
      foreignColumns: [sites.tenantId, sites.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'inventory_transactions_work_order_id_fk',
      columns: [t.tenantId, t.workOrderId],
      foreignColumns: [workOrders.tenantId, workOrders.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'inventory_transactions_counter_item_id_fk',
      columns: [t.tenantId, t.counterItemId],
      foreignColumns: [inventoryItems.tenantId, inventoryItems.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'inventory_transactions_approved_by_fk',
      columns: [t.tenantId, t.approvedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'inventory_transactions_performed_by_fk',
      columns: [t.tenantId, t.performedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('restrict'),
    oneOf('inventory_transactions_kind_check', t.kind, inventoryTransactionKinds),
    check('inventory_transactions_balance_after_check', sql`${t.balanceAfter} >= 0`),
  ],
);
