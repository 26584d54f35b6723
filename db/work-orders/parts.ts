import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, uuid, varchar } from 'drizzle-orm/pg-core';
import { currency, instant, money, newId } from '../columns.ts';
import { users } from '../identity/users.ts';
import { inventoryItems } from '../inventory/inventory-items.ts';
import { workOrders } from './work-orders.ts';

/** What an order has consumed; a planned part is a reservation. Partitioned by the order's id, with the order. */
export const workOrderParts = pgTable(
  'work_order_parts',
  {
    id: uuid('id').notNull().default(newId),
    tenantId: uuid('tenant_id').notNull(),
    workOrderId: uuid('work_order_id').notNull(),
    inventoryItemId: uuid('inventory_item_id').notNull(),
    /** In the item's unit of measure. */
    quantityConsumed: integer('quantity_consumed').notNull(),
    /** As it was when the part was consumed. */
    unitCost: money('unit_cost'),
    totalCost: money('total_cost').generatedAlwaysAs(sql`quantity_consumed * unit_cost`),
    currency: currency(),
    consumedAt: instant('consumed_at')
      .notNull()
      .default(sql`now()`),
    consumedBy: uuid('consumed_by').notNull(),
    lotNumber: varchar('lot_number', { length: 100 }),
    serialNumber: varchar('serial_number', { length: 100 }),
    billable: boolean('billable').notNull().default(true),
  },
  (t) => [
    primaryKey({ name: 'work_order_parts_pkey', columns: [t.workOrderId, t.id] }),
    index('idx_wop_item').on(t.inventoryItemId),
    index('idx_wop_tenant').on(t.tenantId, t.workOrderId),
    foreignKey({
      name: 'work_order_parts_work_order_id_fk',
      columns: [t.tenantId, t.workOrderId],
      foreignColumns: [workOrders.tenantId, workOrders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'work_order_parts_inventory_item_id_fk',
      columns: [t.tenantId, t.inventoryItemId],
      foreignColumns: [inventoryItems.tenantId, inventoryItems.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'work_order_parts_consumed_by_fk',
      columns: [t.tenantId, t.consumedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('restrict'),
    check('work_order_parts_quantity_consumed_check', sql`${t.quantityConsumed} > 0`),
  ],
);
