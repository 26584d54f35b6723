import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, integer, jsonb, pgTable, text, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, updatedAt } from '../columns.ts';
import { tenants } from '../identity/tenants.ts';
import { users } from '../identity/users.ts';

export const alertSeverities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

export const alertCategories = [
  'equipment_fault',
  'performance',
  'safety_incident',
  'work_order',
  'inventory',
  'compliance',
  'security',
  'communication',
] as const;
export type AlertCategory = (typeof alertCategories)[number];

/** What is watched, when it is an alarm, when it is over, and what the operator does about it. */
export const alertRules = pgTable(
  'alert_rules',
  {
    id: id(),
    code: varchar('rule_id', { length: 100 }).notNull(),
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id, { onDelete: 'restrict' }),
    name: varchar('name', { length: 100 }).notNull(),
    description: text('description'),
    enabled: boolean('enabled').notNull().default(true),
    category: varchar('category', { length: 50, enum: alertCategories }).notNull(),
    severity: varchar('severity', { length: 20, enum: alertSeverities }).notNull(),
    /** 1 (first) to 5. */
    priority: integer('priority'),
    /** What the rule watches; null does not narrow. */
    siteIds: uuid('site_ids').array(),
    assetTypes: text('asset_types').array(),
    assetIds: uuid('asset_ids').array(),
    tagPattern: text('tag_pattern'),
    condition: jsonb('condition').notNull(),
    preConditions: jsonb('pre_conditions'),
    clearCondition: jsonb('clear_condition'),
    /** `[{ type, config }]`. */
    actions: jsonb('actions')
      .notNull()
      .default(sql`'[]'::jsonb`),
    throttle: jsonb('throttle'),
    /** `{ timezone, active_hours, active_days }`. */
    schedule: jsonb('schedule'),
    /** What happens when nobody acts (ISA-18.2, rationalization). */
    consequence: text('consequence'),
    /** What to do about it; the tasks of an order made from the alarm come from here, one per line. */
    response: text('response'),
    triggerCount: integer('trigger_count').notNull().default(0),
    lastTriggeredAt: instant('last_triggered_at'),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    createdBy: uuid('created_by'),
    updatedBy: uuid('updated_by'),
  },
  (t) => [
    unique('alert_rules_tenant_id_id_key').on(t.tenantId, t.id),
    unique('alert_rules_tenant_id_rule_id_key').on(t.tenantId, t.code),
    index('idx_alert_rules_enabled')
      .on(t.tenantId)
      .where(sql`enabled`),
    foreignKey({
      name: 'alert_rules_created_by_fk',
      columns: [t.tenantId, t.createdBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'alert_rules_updated_by_fk',
      columns: [t.tenantId, t.updatedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    oneOf('alert_rules_category_check', t.category, alertCategories),
    oneOf('alert_rules_severity_check', t.severity, alertSeverities),
    check('alert_rules_priority_check', sql`${t.priority} between 1 and 5`),
  ],
);
