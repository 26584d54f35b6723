import { sql } from 'drizzle-orm';
import { foreignKey, jsonb, pgTable, text, unique, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf } from '../columns.ts';
import { tenants } from '../identity/tenants.ts';
import { users } from '../identity/users.ts';

export const modelTypes = ['classifier', 'regressor', 'anomaly_detector', 'forecaster'] as const;
export type ModelType = (typeof modelTypes)[number];

/** `rule` and `typescript` are ours: a stated rule over data, and a model that is trained and served by the subgraph itself. */
export const modelFrameworks = ['scikit-learn', 'xgboost', 'tensorflow', 'pytorch', 'statsmodels', 'onnx', 'rule', 'typescript'] as const;
export type ModelFramework = (typeof modelFrameworks)[number];

export const modelStatuses = ['development', 'staging', 'review', 'production', 'archived', 'rejected'] as const;
export type ModelStatus = (typeof modelStatuses)[number];

/** A version of a model; one without a tenant serves the whole platform. `baseline_statistics` is what it has to beat. */
export const modelRegistry = pgTable(
  'model_registry',
  {
    id: id(),
    tenantId: uuid('tenant_id').references(() => tenants.id, { onDelete: 'restrict' }),
    name: varchar('model_name', { length: 255 }).notNull(),
    version: varchar('model_version', { length: 100 }).notNull(),
    modelType: varchar('model_type', { length: 50, enum: modelTypes }).notNull(),
    framework: varchar('framework', { length: 50, enum: modelFrameworks }).notNull(),
    modelUri: text('model_uri').notNull(),
    hyperparameters: jsonb('hyperparameters'),
    metrics: jsonb('metrics'),
    status: varchar('status', { length: 50, enum: modelStatuses }).notNull().default('development'),
    createdAt: createdAt(),
    createdBy: uuid('created_by').notNull(),
    featureGroupIds: uuid('feature_group_ids').array(),
    trainingWindow: jsonb('training_window'),
    datasetVersion: varchar('dataset_version', { length: 255 }),
    baselineStatistics: jsonb('baseline_statistics'),
    thresholds: jsonb('thresholds'),
    approvedBy: uuid('approved_by'),
    approvedAt: instant('approved_at'),
    promotedAt: instant('promoted_at'),
    archivedAt: instant('archived_at'),
    card: jsonb('card'),
  },
  (t) => [
    unique('model_registry_name_version_key').on(t.tenantId, t.name, t.version).nullsNotDistinct(),
    uniqueIndex('idx_model_registry_production')
      .on(t.name, sql`coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'::uuid)`)
      .where(sql`status = 'production'`),
    // Not enforced for a platform model, whose author and approver are people of the tenant `dcmms`.
    foreignKey({
      name: 'model_registry_created_by_fk',
      columns: [t.tenantId, t.createdBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'model_registry_approved_by_fk',
      columns: [t.tenantId, t.approvedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    oneOf('model_registry_model_type_check', t.modelType, modelTypes),
    oneOf('model_registry_framework_check', t.framework, modelFrameworks),
    oneOf('model_registry_status_check', t.status, modelStatuses),
  ],
);
