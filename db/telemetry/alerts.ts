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
  primaryKey,
  text,
  unique,
  uuid,
  varchar,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { id, instant, oneOf } from '../columns.ts';
import { users } from '../identity/users.ts';
import { predictions } from '../predictions/predictions.ts';
import { assets } from '../sites/assets.ts';
import { sites } from '../sites/sites.ts';
import { workOrders } from '../work-orders/work-orders.ts';
import { alertCategories, alertRules, alertSeverities } from './alert-rules.ts';

export const alertStatuses = ['active', 'acknowledged', 'resolved', 'suppressed'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** Partitioned by month of the UUIDv7 id, which holds the server's time; `triggered_at` is the reading's and cannot misroute a row. */
export const alerts = pgTable(
  'alerts',
  {
    id: id(),
    number: varchar('alert_id', { length: 100 }).notNull(),
    tenantId: uuid('tenant_id').notNull(),
    /** Null when raised by hand or by the system. */
    ruleId: uuid('rule_id'),
    ruleName: varchar('rule_name', { length: 100 }),
    category: varchar('category', { length: 50, enum: alertCategories }),
    severity: varchar('severity', { length: 20, enum: alertSeverities }).notNull(),
    status: varchar('status', { length: 50, enum: alertStatuses }).notNull().default('active'),
    siteId: uuid('site_id').notNull(),
    assetId: uuid('asset_id'),
    tag: varchar('tag', { length: 100 }),
    metric: varchar('metric', { length: 100 }),
    value: doublePrecision('value'),
    threshold: doublePrecision('threshold'),
    unit: varchar('unit', { length: 20 }),
    title: varchar('title', { length: 255 }).notNull(),
    message: text('message'),
    /** Time of the reading that completed the condition. */
    triggeredAt: instant('triggered_at').notNull(),
    lastOccurrenceAt: instant('last_occurrence_at'),
    /** Raises, not samples. */
    occurrenceCount: integer('occurrence_count').notNull().default(1),
    /** Rule, asset and tag: one open alert each, kept by `open_alerts`. */
    dedupKey: varchar('dedup_key', { length: 512 }).notNull(),
    /** The alert that stands for a storm or for a lost parent. */
    groupId: uuid('group_id'),
    escalationLevel: integer('escalation_level').notNull().default(0),
    acknowledgedBy: uuid('acknowledged_by'),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgmentComment: text('acknowledgment_comment'),
    assignedTo: uuid('assigned_to'),
    resolvedBy: uuid('resolved_by'),
    resolvedAt: instant('resolved_at'),
    resolution: text('resolution'),
    rootCause: text('root_cause'),
    resolvedAutomatically: boolean('resolved_automatically').notNull().default(false),
    suppressedUntil: instant('suppressed_until'),
    suppressionReason: text('suppression_reason'),
    workOrderId: uuid('work_order_id'),
    predictionId: uuid('prediction_id'),
    metadata: jsonb('metadata'),
  },
  (t) => {
    const person = (name: string, column: AnyPgColumn) =>
      foreignKey({ name, columns: [t.tenantId, column], foreignColumns: [users.tenantId, users.id] }).onDelete('set null');
    return [
      unique('alerts_tenant_id_id_key').on(t.tenantId, t.id),
      index('idx_alerts_status').on(t.tenantId, t.status, t.severity),
      // Few of millions: what ended before anybody had acknowledged it. Its name in a condition: `needs-acknowledgement.ts`.
      index('idx_alerts_cleared')
        .on(t.tenantId, t.severity)
        .where(sql`status = 'resolved' and resolved_automatically and acknowledged_at is null`),
      index('idx_alerts_site').on(t.siteId, t.triggeredAt),
      index('idx_alerts_asset').on(t.assetId, t.triggeredAt),
      index('idx_alerts_dedup_key').on(t.tenantId, t.dedupKey),
      index('idx_alerts_work_order')
        .on(t.workOrderId)
        .where(sql`work_order_id is not null`),
      foreignKey({
        name: 'alerts_rule_id_fk',
        columns: [t.tenantId, t.ruleId],
        foreignColumns: [alertRules.tenantId, alertRules.id],
      }).onDelete('set null'),
      foreignKey({ name: 'alerts_site_id_fk', columns: [t.tenantId, t.siteId], foreignColumns: [sites.tenantId, sites.id] }).onDelete(
        'restrict',
      ),
      foreignKey({
        name: 'alerts_asset_id_fk',
        columns: [t.tenantId, t.assetId],
        foreignColumns: [assets.tenantId, assets.id],
      }).onDelete('set null'),
      foreignKey({ name: 'alerts_group_id_fk', columns: [t.tenantId, t.groupId], foreignColumns: [t.tenantId, t.id] }).onDelete('set null'),
      foreignKey({
        name: 'alerts_work_order_id_fk',
        columns: [t.tenantId, t.workOrderId],
        foreignColumns: [workOrders.tenantId, workOrders.id],
      }).onDelete('set null'),
      foreignKey({
        name: 'alerts_prediction_id_fk',
        columns: [t.tenantId, t.predictionId],
        foreignColumns: [predictions.tenantId, predictions.id],
      }).onDelete('set null'),
      person('alerts_acknowledged_by_fk', t.acknowledgedBy),
      person('alerts_assigned_to_fk', t.assignedTo),
      person('alerts_resolved_by_fk', t.resolvedBy),
      oneOf('alerts_category_check', t.category, alertCategories),
      oneOf('alerts_severity_check', t.severity, alertSeverities),
      oneOf('alerts_status_check', t.status, alertStatuses),
      check('alerts_occurrence_count_check', sql`${t.occurrenceCount} > 0`),
    ];
  },
);

/** The alert of a key that is not over yet: a unique key of `alerts` could not span its partitions. */
export const openAlerts = pgTable(
  'open_alerts',
  {
    tenantId: uuid('tenant_id').notNull(),
    dedupKey: varchar('dedup_key', { length: 512 }).notNull(),
    alertId: uuid('alert_id').notNull(),
    triggeredAt: instant('triggered_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'open_alerts_pkey', columns: [t.tenantId, t.dedupKey] }),
    unique('open_alerts_alert_id_key').on(t.tenantId, t.alertId),
    foreignKey({
      name: 'open_alerts_alert_id_fk',
      columns: [t.tenantId, t.alertId],
      foreignColumns: [alerts.tenantId, alerts.id],
    }).onDelete('cascade'),
  ],
);
