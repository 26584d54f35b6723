import { predictions } from '@dcmms/db/predictions/predictions.ts';
import { loadPage, readPage } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { page, predicate, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import type { QueryPredictionsArgs } from '../generated/resolvers.ts';
import type { PredictionConnectionRow } from '../rows.ts';
import { predictionRows } from './reach.ts';

export const listPredictions: Queries['predictions'] = (_parent, args, { op }) => readPage(op, list(args));

/** What is said of an asset, a page of each asset that is asked at once. */
export function predictionsOf(op: Operation, assetId: string, args: QueryPredictionsArgs): Promise<PredictionConnectionRow> {
  return loadPage(op, { ...list(args), parent: predictions.assetId, argument: args.where }, assetId);
}

function list(args: QueryPredictionsArgs) {
  return {
    target: predictionRows,
    permission: 'read:predictions',
    page: page(args, args.orderBy ?? { field: 'predicted_at', direction: 'desc' }, orderColumns, predictions.id),
    where: predicate(args.where, filterColumns),
  };
}

const orderColumns: OrderColumns = { predicted_at: predictions.predictionTimestamp, confidence_score: predictions.confidenceScore };

const filterColumns: FilterColumns = {
  id: predictions.id,
  assetId: predictions.assetId,
  type: predictions.predictionType,
  riskLevel: predictions.riskLevel,
  reviewStatus: predictions.reviewStatus,
  predictedAt: predictions.predictionTimestamp,
  confidenceScore: predictions.confidenceScore,
};
