import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
  varchar,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { createdAtOfId, currency, id, instant, money, oneOf, updatedAt } from '../columns.ts';
import { users } from '../identity/users.ts';
import { predictions } from '../predictions/predictions.ts';
import { assets } from '../sites/assets.ts';
import { sites } from '../sites/sites.ts';
import { alerts } from '../telemetry/alerts.ts';

export const workOrderTypes = ['preventive', 'predictive', 'corrective', 'inspection', 'emergency', 'upgrade', 'decommission'] as const;
export type WorkOrderType = (typeof workOrderTypes)[number];

export const workOrderPriorities = ['low', 'medium', 'high', 'critical'] as const;
export type WorkOrderPriority = (typeof workOrderPriorities)[number];

export const workOrderStatuses = [
  'draft',
  'submitted',
  'approved',
  'scheduled',
  'assigned',
  'in_progress',
  'on_hold',
  'completed',
  'verified',
  'closed',
  'cancelled',
] as const;
export type WorkOrderStatus = (typeof workOrderStatuses)[number];

export const holdReasons = ['awaiting_parts', 'awaiting_permit', 'weather', 'safety', 'access', 'awaiting_vendor', 'other'] as const;
export type HoldReason = (typeof holdReasons)[number];

export const workOrderOrigins = ['manual', 'alarm', 'predictive_model', 'pm_schedule', 'threshold', 'weather'] as const;
export type WorkOrderOrigin = (typeof workOrderOrigins)[number];

/**
 * Partitioned by year of the UUIDv7 id. That `number` is unique per tenant is kept by `work_order_numbers`, because a unique
 * key of a partitioned table must hold the partition key.
 */
export const workOrders = pgTable(
  'work_orders',
  {
    id: id(),
    /** `WO-YYYYMMDD-NNNN`. */
    number: varchar('work_order_id', { length: 100 }).notNull(),
    title: varchar('title', { length: 255 }).notNull(),
    description: text('description'),
    type: varchar('type', { length: 50, enum: workOrderTypes }).notNull(),
    priority: varchar('priority', { length: 50, enum: workOrderPriorities }).notNull().default('medium'),
    status: varchar('status', { length: 50, enum: workOrderStatuses }).notNull().default('draft'),
    siteId: uuid('site_id').notNull(),
    assetId: uuid('asset_id'),
    assignedTo: uuid('assigned_to'),
    scheduledStart: instant('scheduled_start'),
    scheduledEnd: instant('scheduled_end'),
    actualStart: instant('actual_start'),
    actualEnd: instant('actual_end'),
    metadata: jsonb('metadata'),
    tenantId: uuid('tenant_id').notNull(),
    createdAt: createdAtOfId(),
    createdBy: uuid('created_by').notNull(),
    updatedAt: updatedAt(),
    updatedBy: uuid('updated_by'),
    /** Raised by one with every change; who changes an order names the version they saw. */
    version: integer('version').notNull().default(1),

    submittedAt: instant('submitted_at'),
    submittedBy: uuid('submitted_by'),
    approvedAt: instant('approved_at'),
    approvedBy: uuid('approved_by'),
    scheduledAt: instant('scheduled_at'),
    assignedAt: instant('assigned_at'),
    onHoldAt: instant('on_hold_at'),
    holdReason: varchar('hold_reason', { length: 50, enum: holdReasons }),
    resumedAt: instant('resumed_at'),
    completedAt: instant('completed_at'),
    completedBy: uuid('completed_by'),
    verifiedAt: instant('verified_at'),
    verifiedBy: uuid('verified_by'),
    closedAt: instant('closed_at'),
    closedBy: uuid('closed_by'),
    cancelledAt: instant('cancelled_at'),
    cancelledBy: uuid('cancelled_by'),
    cancellationReason: text('cancellation_reason'),
    rejectionReason: text('rejection_reason'),
    reopenedAt: instant('reopened_at'),
    reopenReason: text('reopen_reason'),
    reopenCount: integer('reopen_count').notNull().default(0),

    estimatedDurationMinutes: integer('estimated_duration_minutes'),
    actualDurationMinutes: integer('actual_duration_minutes'),
    requiredSkills: text('required_skills').array(),
    requiredPermits: text('required_permits').array(),
    requiredPpe: text('required_ppe').array(),
    safetyChecklist: jsonb('safety_checklist'),
    safetyAckAt: instant('safety_ack_at'),
    safetyAckBy: uuid('safety_ack_by'),
    completionNotes: text('completion_notes'),
    rootCause: text('root_cause'),
    preventiveActions: text('preventive_actions'),
    failureCode: varchar('failure_code', { length: 100 }),
    signature: text('signature'),
    measurements: jsonb('measurements'),

    estimatedCost: money('estimated_cost'),
    totalCost: money('total_cost'),
    currency: currency(),
    budgetCode: varchar('budget_code', { length: 100 }),
    slaResponseDue: instant('sla_response_due'),
    slaResolutionDue: instant('sla_resolution_due'),
    slaResponseMetAt: instant('sla_response_met_at'),
    slaResolutionMetAt: instant('sla_resolution_met_at'),
    slaResponseBreached: boolean('sla_response_breached').notNull().default(false),
    slaResolutionBreached: boolean('sla_resolution_breached').notNull().default(false),

    origin: varchar('origin', { length: 50, enum: workOrderOrigins }).notNull().default('manual'),
    alertId: uuid('alert_id'),
    predictionId: uuid('prediction_id'),
    parentWorkOrderId: uuid('parent_work_order_id'),
    downtimeMinutes: integer('downtime_minutes'),
    productionLossMwh: doublePrecision('production_loss_mwh'),
  },
  (t) => {
    const person = (name: string, column: AnyPgColumn) =>
      foreignKey({ name, columns: [t.tenantId, column], foreignColumns: [users.tenantId, users.id] });
    return [
      unique('work_orders_tenant_id_id_key').on(t.tenantId, t.id),
      index('idx_wo_site').on(t.siteId, t.status),
      index('idx_wo_asset').on(t.assetId),
      index('idx_wo_assigned').on(t.assignedTo, t.status),
      index('idx_wo_status').on(t.status, t.priority),
      index('idx_wo_scheduled').on(t.scheduledStart, t.scheduledEnd),
      index('idx_wo_created').on(t.createdAt),
      index('idx_wo_tenant').on(t.tenantId),
      index('idx_wo_alert')
        .on(t.alertId)
        .where(sql`alert_id is not null`),
      index('idx_wo_prediction')
        .on(t.predictionId)
        .where(sql`prediction_id is not null`),
      index('idx_wo_parent')
        .on(t.parentWorkOrderId)
        .where(sql`parent_work_order_id is not null`),
      foreignKey({ name: 'work_orders_site_id_fk', columns: [t.tenantId, t.siteId], foreignColumns: [sites.tenantId, sites.id] }).onDelete(
        'restrict',
      ),
      foreignKey({
        name: 'work_orders_asset_id_fk',
        columns: [t.tenantId, t.assetId],
        foreignColumns: [assets.tenantId, assets.id],
      }).onDelete('set null'),
      foreignKey({
        name: 'work_orders_alert_id_fk',
        columns: [t.tenantId, t.alertId],
        foreignColumns: alertKey(),
      }).onDelete('set null'),
      foreignKey({
        name: 'work_orders_prediction_id_fk',
        columns: [t.tenantId, t.predictionId],
        foreignColumns: predictionKey(),
      }).onDelete('set null'),
      foreignKey({
        name: 'work_orders_parent_work_order_id_fk',
        columns: [t.tenantId, t.parentWorkOrderId],
        foreignColumns: [t.tenantId, t.id],
      }).onDelete('set null'),
      person('work_orders_assigned_to_fk', t.assignedTo).onDelete('set null'),
      person('work_orders_created_by_fk', t.createdBy).onDelete('restrict'),
      person('work_orders_updated_by_fk', t.updatedBy).onDelete('set null'),
      person('work_orders_submitted_by_fk', t.submittedBy).onDelete('set null'),
      person('work_orders_approved_by_fk', t.approvedBy).onDelete('set null'),
      person('work_orders_completed_by_fk', t.completedBy).onDelete('set null'),
      person('work_orders_verified_by_fk', t.verifiedBy).onDelete('set null'),
      person('work_orders_closed_by_fk', t.closedBy).onDelete('set null'),
      person('work_orders_cancelled_by_fk', t.cancelledBy).onDelete('set null'),
      person('work_orders_safety_ack_by_fk', t.safetyAckBy).onDelete('set null'),
      oneOf('work_orders_type_check', t.type, workOrderTypes),
      oneOf('work_orders_priority_check', t.priority, workOrderPriorities),
      oneOf('work_orders_status_check', t.status, workOrderStatuses),
      oneOf('work_orders_hold_reason_check', t.holdReason, holdReasons),
      oneOf('work_orders_origin_check', t.origin, workOrderOrigins),
      check('work_orders_scheduled_check', sql`${t.scheduledEnd} >= ${t.scheduledStart}`),
      check('work_orders_actual_check', sql`${t.actualEnd} >= ${t.actualStart}`),
    ];
  },
);

// Orders, alerts and predictions point at each other: a return type that is written out keeps the tables' types from
// depending on themselves.
function alertKey(): [AnyPgColumn, AnyPgColumn] {
  return [alerts.tenantId, alerts.id];
}

function predictionKey(): [AnyPgColumn, AnyPgColumn] {
  return [predictions.tenantId, predictions.id];
}
