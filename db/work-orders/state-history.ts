import { sql } from 'drizzle-orm';
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid, varchar } from 'drizzle-orm/pg-core';
import { instant, newId, oneOf } from '../columns.ts';
import { users } from '../identity/users.ts';
import { actorTypes } from '../operations/audit-logs.ts';
import { workOrders, workOrderStatuses } from './work-orders.ts';

/** Every transition of an order; rows are never changed. Partitioned by the order's id, with the order. */
export const workOrderStateHistory = pgTable(
  'work_order_state_history',
  {
    id: uuid('id').notNull().default(newId),
    tenantId: uuid('tenant_id').notNull(),
    workOrderId: uuid('work_order_id').notNull(),
    /** Null at the creation. */
    fromStatus: varchar('from_status', { length: 50, enum: workOrderStatuses }),
    toStatus: varchar('to_status', { length: 50, enum: workOrderStatuses }).notNull(),
    /** The verb: `create`, `submit`, `start`. */
    transition: varchar('transition', { length: 50 }).notNull(),
    reason: text('reason'),
    actorId: uuid('actor_id'),
    actorType: varchar('actor_type', { length: 50, enum: actorTypes }).notNull().default('user'),
    requestId: uuid('request_id'),
    occurredAt: instant('occurred_at')
      .notNull()
      .default(sql`now()`),
    metadata: jsonb('metadata'),
  },
  (t) => [
    primaryKey({ name: 'work_order_state_history_pkey', columns: [t.workOrderId, t.id] }),
    index('idx_wosh_tenant').on(t.tenantId, t.workOrderId),
    foreignKey({
      name: 'work_order_state_history_work_order_id_fk',
      columns: [t.tenantId, t.workOrderId],
      foreignColumns: [workOrders.tenantId, workOrders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'work_order_state_history_actor_id_fk',
      columns: [t.tenantId, t.actorId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('restrict'),
    oneOf('work_order_state_history_from_status_check', t.fromStatus, workOrderStatuses),
    oneOf('work_order_state_history_to_status_check', t.toStatus, workOrderStatuses),
    oneOf('work_order_state_history_actor_type_check', t.actorType, actorTypes),
  ],
);
