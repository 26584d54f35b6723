import { sql } from 'drizzle-orm';
import { check, doublePrecision, foreignKey, index, jsonb, pgTable, text, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf } from '../columns.ts';
import { users } from '../identity/users.ts';
import { assets } from '../sites/assets.ts';
import { workOrders } from '../work-orders/work-orders.ts';
import { modelRegistry } from './models.ts';

export const predictionTypes = ['failure_risk', 'remaining_life', 'anomaly', 'generation_forecast', 'soiling', 'string_fault'] as const;
export type PredictionType = (typeof predictionTypes)[number];

export const riskLevels = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof riskLevels)[number];

export const reviewStatuses = ['not_required', 'pending', 'approved', 'rejected', 'expired'] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

export const predictionOutcomes = ['true_positive', 'false_positive', 'false_negative', 'true_negative', 'unknown'] as const;
export type PredictionOutcome = (typeof predictionOutcomes)[number];

/** The model is a platform one or one of the tenant; a trigger refuses another tenant's. */
export const predictions = pgTable(
  'predictions',
  {
    id: id(),
    tenantId: uuid('tenant_id').notNull(),
    modelId: uuid('model_id')
      .notNull()
      .references(() => modelRegistry.id, { onDelete: 'restrict' }),
    assetId: uuid('asset_id').notNull(),
    predictionType: varchar('prediction_type', { length: 50, enum: predictionTypes }).notNull(),
    predictionOutput: jsonb('prediction_output').notNull(),
    /** 0 to 1. */
    confidenceScore: doublePrecision('confidence_score'),
    predictionTimestamp: instant('prediction_timestamp').notNull(),
    createdAt: createdAt(),
    workOrderId: uuid('work_order_id'),
    features: jsonb('features'),
    explanation: jsonb('explanation'),
    /** Until when the prediction is about. */
    horizonEnd: instant('horizon_end'),
    riskLevel: varchar('risk_level', { length: 20, enum: riskLevels }),
    reviewStatus: varchar('review_status', { length: 20, enum: reviewStatuses }).notNull().default('not_required'),
    reviewedBy: uuid('reviewed_by'),
    reviewedAt: instant('reviewed_at'),
    reviewReason: text('review_reason'),
    outcome: varchar('outcome', { length: 20, enum: predictionOutcomes }),
    outcomeAt: instant('outcome_at'),
  },
  (t) => [
    unique('predictions_tenant_id_id_key').on(t.tenantId, t.id),
    index('idx_predictions_asset').on(t.assetId, t.predictionTimestamp),
    index('idx_predictions_model').on(t.modelId),
    index('idx_predictions_timestamp').on(t.predictionTimestamp),
    index('idx_predictions_work_order')
      .on(t.workOrderId)
      .where(sql`work_order_id is not null`),
    foreignKey({
      name: 'predictions_asset_id_fk',
      columns: [t.tenantId, t.assetId],
      foreignColumns: [assets.tenantId, assets.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'predictions_work_order_id_fk',
      columns: [t.tenantId, t.workOrderId],
      foreignColumns: [workOrders.tenantId, workOrders.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'predictions_reviewed_by_fk',
      columns: [t.tenantId, t.reviewedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    oneOf('predictions_prediction_type_check', t.predictionType, predictionTypes),
    oneOf('predictions_risk_level_check', t.riskLevel, riskLevels),
    oneOf('predictions_review_status_check', t.reviewStatus, reviewStatuses),
    oneOf('predictions_outcome_check', t.outcome, predictionOutcomes),
    check('predictions_confidence_score_check', sql`${t.confidenceScore} between 0 and 1`),
  ],
);
