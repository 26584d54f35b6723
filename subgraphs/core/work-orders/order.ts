import { asc, eq, sql } from 'drizzle-orm';
import { workOrderLabor } from '@dcmms/db/work-orders/labor.ts';
import { workOrderNumbers } from '@dcmms/db/work-orders/numbers.ts';
import { workOrderTasks } from '@dcmms/db/work-orders/tasks.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { loadList, loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { loadAsset } from '../assets/asset.ts';
import type { Queries } from '../context.ts';
import type {
  WorkOrderCommentResolvers,
  WorkOrderLaborResolvers,
  WorkOrderResolvers,
  WorkOrderTaskResolvers,
} from '../generated/resolvers.ts';
import { exactlyOne } from '../key.ts';
import { loadUser } from '../people/user.ts';
import type { WorkOrderLaborRow, WorkOrderRow, WorkOrderTaskRow } from '../rows.ts';
import { loadSite } from '../sites/site.ts';
import { actionsOf } from './actions.ts';
import { assetClashesOf, assigneesOf } from './clashes.ts';
import { loadComment } from './comment.ts';
import { dueAt, isOverdue } from './due.ts';
import { laborRows, orderRows, reaches, taskRows } from './reach.ts';
import { tasksMax } from './situation.ts';
import { timelineOf } from './timeline.ts';

const permission = 'read:work-orders';

export const findWorkOrder: Queries['workOrder'] = (_parent, args, { op }) => {
  const key = exactlyOne(args.id, args.number, 'number');
  // By the registry of numbers to the id, and by the id to the one partition that can hold it.
  const registered = (number: string) =>
    sql`${workOrders.id} = (select ${workOrderNumbers.workOrderId} from ${workOrderNumbers} where ${workOrderNumbers.number} = ${number})`;
  return op.read.findOne(orderRows, permission, { where: 'id' in key ? eq(workOrders.id, key.id) : registered(key.code) });
};

export const WorkOrder: WorkOrderResolvers = {
  __resolveReference: ({ id }, { op }) => loadOrder(op, id),
  actions: (order, _args, { op }) => actionsOf(op, order),
  site: (order, _args, { op }) => loadSite(op, order.siteId),
  asset: (order, _args, { op }) => (order.assetId === null ? null : loadAsset(op, order.assetId)),
  tasks: (order, _args, { op }) => loadTasks(op, order.id),
  labor: (order, _args, { op }) => loadLabor(op, order.id),
  alert: (order) => reference(order.alertId),
  prediction: (order) => reference(order.predictionId),
  timeline: (order, args, { op }) => timelineOf(op, order.id, args),
  estimatedCost: (order, _args, { op }) => (reaches(op, 'read:costs', order) ? order.estimatedCost : null),
  sla: (order) => ({
    responseDue: order.slaResponseDue,
    responseMetAt: order.slaResponseMetAt,
    responseBreached: order.slaResponseBreached,
    resolutionDue: order.slaResolutionDue,
    resolutionMetAt: order.slaResolutionMetAt,
    resolutionBreached: order.slaResolutionBreached,
  }),
  dueAt: (order) => dueAt(order),
  isOverdue: (order, _args, { op }) => isOverdue(order, op.now()),
  assignedTo: (order, _args, { op }) => loadUser(op, order.assignedTo),
  assignees: (order, args, { op }) => assigneesOf(op, order, args),
  assetClashes: (order, args, { op }) => assetClashesOf(op, order, args),
  submittedBy: (order, _args, { op }) => loadUser(op, order.submittedBy),
  approvedBy: (order, _args, { op }) => loadUser(op, order.approvedBy),
  completedBy: (order, _args, { op }) => loadUser(op, order.completedBy),
  verifiedBy: (order, _args, { op }) => loadUser(op, order.verifiedBy),
  closedBy: (order, _args, { op }) => loadUser(op, order.closedBy),
  cancelledBy: (order, _args, { op }) => loadUser(op, order.cancelledBy),
  createdBy: (order, _args, { op }) => loadUser(op, order.createdBy),
  updatedBy: (order, _args, { op }) => loadUser(op, order.updatedBy),
};

export const WorkOrderTask: WorkOrderTaskResolvers = {
  __resolveReference: ({ id }, { op }) => loadRow(op, taskRows, permission, workOrderTasks.id, id),
  assignedTo: (task, _args, { op }) => loadUser(op, task.assignedTo),
  completedBy: (task, _args, { op }) => loadUser(op, task.completedBy),
};

export const WorkOrderLabor: WorkOrderLaborResolvers = {
  user: (labor, _args, { op }) => loadUser(op, labor.userId),
};

export const WorkOrderComment: WorkOrderCommentResolvers = {
  __resolveReference: ({ id }, { op }) => loadComment(op, id),
  author: (comment, _args, { op }) => loadUser(op, comment.authorId),
};

export function loadOrder(op: Operation, id: string): Promise<WorkOrderRow | undefined> {
  return loadRow(op, orderRows, permission, workOrders.id, id);
}

/** The tasks of an order, by sequence. */
export function loadTasks(op: Operation, orderId: string): Promise<readonly WorkOrderTaskRow[]> {
  const list = {
    target: taskRows,
    permission,
    parent: workOrderTasks.workOrderId,
    orderBy: [asc(workOrderTasks.sequenceOrder)],
    max: tasksMax,
  };
  return loadList(op, list, orderId);
}

/** An order that rests and goes on often has many rows; the first are enough to see who has worked on it. */
const laborMax = 200;

/** Working time on an order, oldest first. */
export function loadLabor(op: Operation, orderId: string): Promise<readonly WorkOrderLaborRow[]> {
  const orderBy = [asc(workOrderLabor.startTime), asc(workOrderLabor.id)];
  return loadList(op, { target: laborRows, permission, parent: workOrderLabor.workOrderId, orderBy, max: laborMax }, orderId);
}

function reference(id: string | null): { readonly id: string } | null {
  return id === null ? null : { id };
}
