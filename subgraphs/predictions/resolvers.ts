import { Asset } from './assets/asset.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { listModels } from './models/list.ts';
import { Model } from './models/model.ts';
import { listPredictions } from './predictions/list.ts';
import { Prediction } from './predictions/prediction.ts';

export const resolvers: Resolvers = {
  Query: { predictions: listPredictions, models: listModels },
  Prediction,
  Model,
  Asset,
};
