import type { RowOf } from '@dcmms/runtime/guard.ts';
import type { Connection } from '@dcmms/runtime/paging.ts';
import type { modelRows } from './models/reach.ts';
import type { predictionRows } from './predictions/reach.ts';

// What the resolvers of a type get as their parent: read by the code generator (`codegen.ts`).

export type PredictionRow = RowOf<(typeof predictionRows)['columns']>;
export type PredictionConnectionRow = Connection<PredictionRow>;
export type PredictionEdgeRow = PredictionConnectionRow['edges'][number];

export type ModelRow = RowOf<(typeof modelRows)['columns']>;
export type ModelConnectionRow = Connection<ModelRow>;
export type ModelEdgeRow = ModelConnectionRow['edges'][number];

/** Entities of other subgraphs, known here by their id. */
export interface AssetRow {
  readonly id: string;
}
export interface WorkOrderRow {
  readonly id: string;
}
export interface UserRow {
  readonly id: string;
}
