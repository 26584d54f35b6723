import type { RowOf } from '@dcmms/runtime/guard.ts';
import type { Connection } from '@dcmms/runtime/paging.ts';
import type { Problem } from '@dcmms/runtime/refusal.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import type { assetRows } from './assets/reach.ts';
import type { roleRows, tenantRows, userRows } from './people/reach.ts';
import type { siteRows } from './sites/reach.ts';
import type { PlanClash } from './work-orders/clashes.ts';
import type { Window } from './work-orders/plan.ts';
import type { commentRows, laborRows, orderRows, taskRows } from './work-orders/reach.ts';
import type { TimelineEntry } from './work-orders/timeline.ts';

// What the resolvers of a type get as their parent: read by the code generator (`codegen.ts`).

export type ViewerRow = Viewer;
export type TenantRow = RowOf<(typeof tenantRows)['columns']>;
export type RoleRow = RowOf<(typeof roleRows)['columns']>;
export type UserRow = RowOf<(typeof userRows)['columns']>;
export type UserConnectionRow = Connection<UserRow>;
export type UserEdgeRow = UserConnectionRow['edges'][number];

export type SiteRow = RowOf<(typeof siteRows)['columns']>;
export type SiteConnectionRow = Connection<SiteRow>;
export type SiteEdgeRow = SiteConnectionRow['edges'][number];

export type AssetRow = RowOf<(typeof assetRows)['columns']>;
export type AssetConnectionRow = Connection<AssetRow>;
export type AssetEdgeRow = AssetConnectionRow['edges'][number];

export type WorkOrderRow = RowOf<(typeof orderRows)['columns']> & {
  /** That the row is the order as it was at an event, not as it is. */
  readonly fromEvent?: true;
};
export type WorkOrderConnectionRow = Connection<WorkOrderRow>;
export type WorkOrderEdgeRow = WorkOrderConnectionRow['edges'][number];

export interface WorkOrderAssigneeRow {
  readonly user: UserRow;
  readonly orderId: string;
  /** In which they would do it; undefined when there is none yet. */
  readonly window: Window | undefined;
}
export type PlanClashRow = PlanClash;

export type WorkOrderTaskRow = RowOf<(typeof taskRows)['columns']>;
export type WorkOrderLaborRow = RowOf<(typeof laborRows)['columns']>;
export type WorkOrderCommentRow = RowOf<(typeof commentRows)['columns']>;

export type WorkOrderTimelineEntryRow = TimelineEntry;
export type WorkOrderTimelineConnectionRow = Connection<TimelineEntry>;
export type WorkOrderTimelineEdgeRow = WorkOrderTimelineConnectionRow['edges'][number];

export interface WorkOrderChangeRow {
  readonly cursor: string;
  readonly workOrder: WorkOrderRow;
}

/** Entities of other subgraphs, known here by their id. */
export interface AlertRow {
  readonly id: string;
}
export interface PredictionRow {
  readonly id: string;
}

export type ProblemRow = Problem;

interface OrderPayload {
  readonly workOrder: WorkOrderRow | null;
  readonly problems: readonly Problem[];
}

export type CreateWorkOrderPayloadRow = OrderPayload;
export type CreateWorkOrderFromAlertPayloadRow = OrderPayload;
export type UpdateWorkOrderPayloadRow = OrderPayload;
export type SubmitWorkOrderPayloadRow = OrderPayload;
export type ApproveWorkOrderPayloadRow = OrderPayload;
export type RejectWorkOrderPayloadRow = OrderPayload;
export type ScheduleWorkOrderPayloadRow = OrderPayload;
export type UnscheduleWorkOrderPayloadRow = OrderPayload;
export type AssignWorkOrderPayloadRow = OrderPayload;
export type UnassignWorkOrderPayloadRow = OrderPayload;
export type StartWorkOrderPayloadRow = OrderPayload;
export type HoldWorkOrderPayloadRow = OrderPayload;
export type ResumeWorkOrderPayloadRow = OrderPayload;
export type CompleteWorkOrderPayloadRow = OrderPayload;
export type VerifyWorkOrderPayloadRow = OrderPayload;
export type ReopenWorkOrderPayloadRow = OrderPayload;
export type CloseWorkOrderPayloadRow = OrderPayload;
export type CancelWorkOrderPayloadRow = OrderPayload;

interface TaskPayload extends OrderPayload {
  readonly task: WorkOrderTaskRow | null;
}
export type CompleteTaskPayloadRow = TaskPayload;
export type SkipTaskPayloadRow = TaskPayload;

export interface AddCommentPayloadRow extends OrderPayload {
  readonly comment: WorkOrderCommentRow | null;
}
