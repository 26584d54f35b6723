import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { createdAtOfId, instant, newId, oneOf } from '../columns.ts';
import { users } from '../identity/users.ts';
import { workOrders } from './work-orders.ts';

export const taskStatuses = ['pending', 'in_progress', 'completed', 'skipped'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** Partitioned by the order's id, with the order. */
export const workOrderTasks = pgTable(
  'work_order_tasks',
  {
    id: uuid('id').notNull().default(newId),
    tenantId: uuid('tenant_id').notNull(),
    workOrderId: uuid('work_order_id').notNull(),
    title: varchar('title', { length: 255 }).notNull(),
    description: text('description'),
    /** From 1 on, in the order in which the work is done. */
    sequenceOrder: integer('sequence_order').notNull(),
    status: varchar('status', { length: 50, enum: taskStatuses }).notNull().default('pending'),
    assignedTo: uuid('assigned_to'),
    completedAt: instant('completed_at'),
    completedBy: uuid('completed_by'),
    completionNotes: text('completion_notes'),
    createdAt: createdAtOfId(),
    isCritical: boolean('is_critical').notNull().default(false),
    requiresPermit: boolean('requires_permit').notNull().default(false),
    permitType: varchar('permit_type', { length: 50 }),
    skipReason: text('skip_reason'),
    skipApprovedBy: uuid('skip_approved_by'),
    checklist: jsonb('checklist'),
    measurements: jsonb('measurements'),
    estimatedMinutes: integer('estimated_minutes'),
  },
  (t) => [
    primaryKey({ name: 'work_order_tasks_pkey', columns: [t.workOrderId, t.id] }),
    uniqueIndex('idx_wot_wo').on(t.workOrderId, t.sequenceOrder),
    index('idx_wot_assigned').on(t.assignedTo, t.status),
    index('idx_wot_tenant').on(t.tenantId, t.workOrderId),
    foreignKey({
      name: 'work_order_tasks_work_order_id_fk',
      columns: [t.tenantId, t.workOrderId],
      foreignColumns: [workOrders.tenantId, workOrders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'work_order_tasks_assigned_to_fk',
      columns: [t.tenantId, t.assignedTo],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'work_order_tasks_completed_by_fk',
      columns: [t.tenantId, t.completedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'work_order_tasks_skip_approved_by_fk',
      columns: [t.tenantId, t.skipApprovedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    oneOf('work_order_tasks_status_check', t.status, taskStatuses),
    check('work_order_tasks_sequence_order_check', sql`${t.sequenceOrder} > 0`),
  ],
);
