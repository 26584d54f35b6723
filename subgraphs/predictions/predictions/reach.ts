import { sql } from 'drizzle-orm';
import { predictions } from '@dcmms/db/predictions/predictions.ts';
import { assets } from '@dcmms/db/sites/assets.ts';
import { anyOf, guardColumns } from '@dcmms/runtime/guard.ts';

/**
 * What models say of assets, under the graph's names; reached through the asset's site. No role reads predictions by assignment
 * (domain §4.2).
 */
export const predictionRows = guardColumns(
  predictions,
  {
    id: predictions.id,
    modelId: predictions.modelId,
    assetId: predictions.assetId,
    type: predictions.predictionType,
    output: predictions.predictionOutput,
    explanation: predictions.explanation,
    confidenceScore: predictions.confidenceScore,
    riskLevel: predictions.riskLevel,
    predictedAt: predictions.predictionTimestamp,
    horizonEnd: predictions.horizonEnd,
    reviewStatus: predictions.reviewStatus,
    reviewedAt: predictions.reviewedAt,
    reviewerId: predictions.reviewedBy,
    storedOutcome: predictions.outcome,
    workOrderId: predictions.workOrderId,
  },
  {
    sites: (siteIds) =>
      sql`exists (select from ${assets} where ${assets.id} = ${predictions.assetId} and ${anyOf(assets.siteId, siteIds)})`,
  },
);
