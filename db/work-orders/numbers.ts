import { sql } from 'drizzle-orm';
import { check, date, foreignKey, integer, pgTable, primaryKey, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { tenants } from '../identity/tenants.ts';
import { workOrders } from './work-orders.ts';

/** The last number given on a day (UTC); raised last in the transaction, because it makes the tenant's creations wait for each other. */
export const workOrderCounters = pgTable(
  'work_order_counters',
  {
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id, { onDelete: 'restrict' }),
    day: date('day', { mode: 'string' }).notNull(),
    lastNumber: integer('last_number').notNull().default(0),
  },
  (t) => [
    primaryKey({ name: 'work_order_counters_pkey', columns: [t.tenantId, t.day] }),
    check('work_order_counters_last_number_check', sql`${t.lastNumber} >= 0`),
  ],
);

/** Which order has a number: keeps numbers unique per tenant over all years, and finds an order by its number. */
export const workOrderNumbers = pgTable(
  'work_order_numbers',
  {
    tenantId: uuid('tenant_id').notNull(),
    number: varchar('number', { length: 100 }).notNull(),
    workOrderId: uuid('work_order_id').notNull(),
  },
  (t) => [
    primaryKey({ name: 'work_order_numbers_pkey', columns: [t.tenantId, t.number] }),
    unique('work_order_numbers_work_order_id_key').on(t.tenantId, t.workOrderId),
    foreignKey({
      name: 'work_order_numbers_work_order_id_fk',
      columns: [t.tenantId, t.workOrderId],
      foreignColumns: [workOrders.tenantId, workOrders.id],
    }).onDelete('cascade'),
  ],
);
