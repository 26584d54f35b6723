import { and, asc, eq } from 'drizzle-orm';
import { workOrderTasks } from '@dcmms/db/work-orders/tasks.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import type { MutationDefinition } from '@dcmms/runtime/mutation.ts';
import type { Operation, Permission, Unit } from '@dcmms/runtime/operation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import type { WorkOrderRow, WorkOrderTaskRow } from '../rows.ts';
import { emitOrder } from './event.ts';
import { assertAllowed, permissionsOf } from './lifecycle.ts';
import { lockOrder } from './lock.ts';
import { loadOrder } from './order.ts';
import { orderRows, taskRows } from './reach.ts';

interface TaskFields {
  task: WorkOrderTaskRow | null;
  workOrder: WorkOrderRow | null;
}

export interface TaskInput {
  readonly workOrderId: string;
  readonly id: string;
}

/** What a task's mutation has in hand: the order is locked, and with it its tasks. */
export interface TaskAtHand {
  readonly order: WorkOrderRow;
  readonly task: WorkOrderTaskRow;
  /** All tasks of the order, by sequence. */
  readonly tasks: readonly WorkOrderTaskRow[];
}

/** The part of the frame that is the same for all mutations of a task. */
export function taskAnswer(op: Operation): Pick<MutationDefinition<unknown, TaskFields>, 'nothing' | 'remember' | 'recall'> {
  return {
    nothing: { task: null, workOrder: null },
    remember: ({ task, workOrder }) => ({ ...(task && { task: task.id }), ...(workOrder && { workOrder: workOrder.id }) }),
    recall: async (ids) => {
      const workOrder = (typeof ids['workOrder'] === 'string' && (await loadOrder(op, ids['workOrder']))) || null;
      const task = workOrder && typeof ids['task'] === 'string' ? await readTask(op, workOrder.id, ids['task']) : undefined;
      return { task: task ?? null, workOrder };
    },
  };
}

/**
 * Locks the order that a task belongs to.
 *
 * @throws Refusal NOT_FOUND for the order or the task, NOT_ALLOWED_NOW when the order's state allows no work on tasks.
 */
export async function takeTask(unit: Unit, name: 'completeTask' | 'skipTask', input: TaskInput): Promise<TaskAtHand> {
  const permission = permissionsOf(name);
  const taskId = parseId(input.id);
  const order = await lockOrder(unit, permission, input.workOrderId, 'workOrderId');
  const tasks = await unit.find(taskRows, permission, {
    where: eq(workOrderTasks.workOrderId, order.id),
    orderBy: [asc(workOrderTasks.sequenceOrder)],
  });
  const task = tasks.find((each) => each.id === taskId);
  if (!task) refuse('NOT_FOUND', 'The order has no such task.', ['id']);
  assertAllowed(order.status, name);
  if (task.status === 'completed' || task.status === 'skipped') refuse('NOT_ALLOWED_NOW', `The task is already ${task.status}.`, ['id']);
  return { order, task, tasks };
}

/** Changes the task and tells that its order has changed. */
export async function changeTask(
  unit: Unit,
  permission: Permission,
  { order, task }: TaskAtHand,
  set: Partial<typeof workOrderTasks.$inferInsert>,
): Promise<TaskFields> {
  const [changed] = await unit.update(taskRows, permission, {
    set,
    where: and(eq(workOrderTasks.workOrderId, order.id), eq(workOrderTasks.id, task.id)),
  });
  const after = await touchOrder(unit, permission, order);
  if (!changed) throw new Error(`The task ${task.id} of the locked order ${order.id} could not be changed.`);
  await emitOrder(unit, after);
  return { task: changed, workOrder: after };
}

/**
 * Marks that something of the order has changed. Its version stays: whoever completes tasks need not read the order anew
 * before they complete it.
 */
export async function touchOrder(unit: Unit, permission: Permission, order: WorkOrderRow): Promise<WorkOrderRow> {
  const { operation: op } = unit;
  const [after] = await unit.update(orderRows, permission, {
    set: { updatedAt: op.now(), updatedBy: op.viewer.userId },
    where: eq(workOrders.id, order.id),
  });
  if (!after) throw new Error(`The locked order ${order.id} could not be changed.`);
  return after;
}

function readTask(op: Operation, workOrderId: string, id: string): Promise<WorkOrderTaskRow | undefined> {
  const where = and(eq(workOrderTasks.workOrderId, workOrderId), eq(workOrderTasks.id, id));
  return op.read.findOne(taskRows, 'read:work-orders', { where });
}
