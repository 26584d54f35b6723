import type { RowOf } from '@dcmms/runtime/guard.ts';
import type { Connection } from '@dcmms/runtime/paging.ts';
import type { Problem } from '@dcmms/runtime/refusal.ts';
import type { itemRows } from './items/reach.ts';
import type { partRows } from './parts/reach.ts';
import type { transactionRows } from './transactions/reach.ts';

// What the resolvers of a type get as their parent: read by the code generator (`codegen.ts`).

export type InventoryItemRow = RowOf<(typeof itemRows)['columns']>;
export type InventoryItemConnectionRow = Connection<InventoryItemRow>;
export type InventoryItemEdgeRow = InventoryItemConnectionRow['edges'][number];

export type InventoryTransactionRow = RowOf<(typeof transactionRows)['columns']>;
export type InventoryTransactionConnectionRow = Connection<InventoryTransactionRow>;
export type InventoryTransactionEdgeRow = InventoryTransactionConnectionRow['edges'][number];

export type WorkOrderPartRow = RowOf<(typeof partRows)['columns']>;

/** Entities of other subgraphs, known here by their id. */
export interface WorkOrderRow {
  readonly id: string;
}
export interface SiteRow {
  readonly id: string;
}
export interface UserRow {
  readonly id: string;
}

export type ProblemRow = Problem;

export interface ConsumePartsPayloadRow {
  readonly workOrder: WorkOrderRow | null;
  readonly parts: readonly WorkOrderPartRow[] | null;
  readonly problems: readonly Problem[];
}

export interface AdjustStockPayloadRow {
  readonly inventoryItem: InventoryItemRow | null;
  readonly problems: readonly Problem[];
}
