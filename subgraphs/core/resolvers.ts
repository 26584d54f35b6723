import { Asset, findAsset } from './assets/asset.ts';
import { countAssets } from './assets/count.ts';
import { listAssets } from './assets/list.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { listUsers } from './people/list.ts';
import { Role } from './people/role.ts';
import { Tenant } from './people/tenant.ts';
import { User } from './people/user.ts';
import { viewer, Viewer } from './people/viewer.ts';
import { listSites } from './sites/list.ts';
import { findSite, Site } from './sites/site.ts';
import { addComment } from './work-orders/add-comment.ts';
import { approveWorkOrder } from './work-orders/approve.ts';
import { assignWorkOrder } from './work-orders/assign.ts';
import { cancelWorkOrder } from './work-orders/cancel.ts';
import { workOrderChanged } from './work-orders/changed.ts';
import { PlanClash, WorkOrderAssignee } from './work-orders/clashes.ts';
import { closeWorkOrder } from './work-orders/close.ts';
import { completeTask } from './work-orders/complete-task.ts';
import { completeWorkOrder } from './work-orders/complete.ts';
import { countWorkOrders } from './work-orders/count.ts';
import { createWorkOrderFromAlert } from './work-orders/create-from-alert.ts';
import { createWorkOrder } from './work-orders/create.ts';
import { holdWorkOrder } from './work-orders/hold.ts';
import { listWorkOrders } from './work-orders/list.ts';
import { findWorkOrder, WorkOrder, WorkOrderComment, WorkOrderLabor, WorkOrderTask } from './work-orders/order.ts';
import { rejectWorkOrder } from './work-orders/reject.ts';
import { reopenWorkOrder } from './work-orders/reopen.ts';
import { resumeWorkOrder } from './work-orders/resume.ts';
import { scheduleWorkOrder } from './work-orders/schedule.ts';
import { skipTask } from './work-orders/skip-task.ts';
import { startWorkOrder } from './work-orders/start.ts';
import { submitWorkOrder } from './work-orders/submit.ts';
import { WorkOrderTimelineEntry } from './work-orders/timeline.ts';
import { unassignWorkOrder } from './work-orders/unassign.ts';
import { unscheduleWorkOrder } from './work-orders/unschedule.ts';
import { updateWorkOrder } from './work-orders/update.ts';
import { verifyWorkOrder } from './work-orders/verify.ts';

export const resolvers: Resolvers = {
  Query: {
    viewer,
    users: listUsers,
    site: findSite,
    sites: listSites,
    asset: findAsset,
    assets: listAssets,
    assetCounts: countAssets,
    workOrder: findWorkOrder,
    workOrders: listWorkOrders,
    workOrderCounts: countWorkOrders,
  },
  Mutation: {
    createWorkOrder,
    createWorkOrderFromAlert,
    updateWorkOrder,
    submitWorkOrder,
    approveWorkOrder,
    rejectWorkOrder,
    scheduleWorkOrder,
    unscheduleWorkOrder,
    assignWorkOrder,
    unassignWorkOrder,
    startWorkOrder,
    holdWorkOrder,
    resumeWorkOrder,
    completeWorkOrder,
    verifyWorkOrder,
    reopenWorkOrder,
    closeWorkOrder,
    cancelWorkOrder,
    completeTask,
    skipTask,
    addComment,
  },
  Subscription: { workOrderChanged },
  Viewer,
  Tenant,
  Role,
  User,
  Site,
  Asset,
  WorkOrder,
  WorkOrderAssignee,
  PlanClash,
  WorkOrderTask,
  WorkOrderLabor,
  WorkOrderComment,
  WorkOrderTimelineEntry,
};
