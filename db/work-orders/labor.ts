import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { currency, instant, money, newId, oneOf } from '../columns.ts';
import { users } from '../identity/users.ts';
import { workOrders } from './work-orders.ts';

export const laborTypes = ['regular', 'overtime', 'emergency', 'travel'] as const;
export type LaborType = (typeof laborTypes)[number];

/** Time that a person spent on an order; open while `end_time` is null. Partitioned by the order's id, with the order. */
export const workOrderLabor = pgTable(
  'work_order_labor',
  {
    id: uuid('id').notNull().default(newId),
    tenantId: uuid('tenant_id').notNull(),
    workOrderId: uuid('work_order_id').notNull(),
    userId: uuid('user_id').notNull(),
    startTime: instant('start_time').notNull(),
    endTime: instant('end_time'),
    durationMinutes: integer('duration_minutes'),
    laborType: varchar('labor_type', { length: 50, enum: laborTypes }).notNull().default('regular'),
    /** Per hour. */
    laborRate: money('labor_rate'),
    totalCost: money('total_cost'),
    currency: currency(),
    notes: text('notes'),
  },
  (t) => [
    primaryKey({ name: 'work_order_labor_pkey', columns: [t.workOrderId, t.id] }),
    uniqueIndex('idx_wol_open')
      .on(t.workOrderId, t.userId)
      .where(sql`end_time is null`),
    index('idx_wol_user').on(t.userId),
    index('idx_wol_tenant').on(t.tenantId, t.workOrderId),
    foreignKey({
      name: 'work_order_labor_work_order_id_fk',
      columns: [t.tenantId, t.workOrderId],
      foreignColumns: [workOrders.tenantId, workOrders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'work_order_labor_user_id_fk',
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('restrict'),
    oneOf('work_order_labor_labor_type_check', t.laborType, laborTypes),
    check('work_order_labor_end_time_check', sql`${t.endTime} >= ${t.startTime}`),
    check('work_order_labor_duration_minutes_check', sql`${t.durationMinutes} >= 0`),
  ],
);
