import { predictions } from '@dcmms/db/predictions/predictions.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { PredictionResolvers } from '../generated/resolvers.ts';
import { loadModel } from '../models/model.ts';
import { predictionRows } from './reach.ts';

export const Prediction: PredictionResolvers = {
  __resolveReference: ({ id }, { op }) => loadRow(op, predictionRows, 'read:predictions', predictions.id, id),
  model: (prediction, _args, { op }) => loadModel(op, prediction.modelId),
  asset: (prediction) => ({ id: prediction.assetId }),
  reviewedBy: (prediction) => (prediction.reviewerId === null ? null : { id: prediction.reviewerId }),
  // Nothing is stored until the horizon has passed or the order was closed.
  outcome: (prediction) => prediction.storedOutcome ?? 'unknown',
  workOrder: (prediction) => (prediction.workOrderId === null ? null : { id: prediction.workOrderId }),
};
