import type { PgInsertValue } from 'drizzle-orm/pg-core';
import type { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { readSettings } from '../people/tenant.ts';
import type { WorkOrderRow } from '../rows.ts';
import type { NewTask } from './content.ts';
import { emitOrder } from './event.ts';
import { recordPassages, type Passage } from './history.ts';
import { registerNumber, takeNumber } from './number.ts';
import { orderRows, taskRows } from './reach.ts';
import { slaDue } from './sla.ts';

export const createPermission = 'create:work-orders';

/** A new order, checked: what remains is to write it. */
export type Draft = Pick<WorkOrderRow, 'siteId' | 'assetId' | 'type' | 'priority' | 'title' | 'description' | 'origin' | 'alertId'> & {
  readonly status: 'draft' | 'submitted';
  readonly estimatedDurationMinutes?: number | null | undefined;
  readonly estimatedCost?: string | null | undefined;
  readonly tasks: readonly NewTask[];
};

/** Writes a new order with its number, tasks, history and clocks, and tells of it. */
export async function makeOrder(unit: Unit, draft: Draft): Promise<WorkOrderRow> {
  const op = unit.operation;
  const now = op.now();
  const { tasks, ...content } = draft;
  const { currency } = await readSettings(unit);
  const id = uuidv7();
  const number = await takeNumber(unit);
  const submitted = draft.status === 'submitted' ? { submittedAt: now, submittedBy: op.viewer.userId } : {};
  const values: PgInsertValue<typeof workOrders> = {
    ...content,
    ...submitted,
    ...slaDue(draft.priority, now),
    id,
    number,
    currency,
    tenantId: op.tenantId,
    createdBy: op.viewer.userId,
    updatedBy: op.viewer.userId,
    updatedAt: now,
  };
  const [order] = await unit.insert(orderRows, createPermission, values);
  if (!order) throw new Error('The new order was not written.');
  await Promise.all([
    registerNumber(unit, number, id),
    addTasks(unit, createPermission, id, tasks, 1),
    recordPassages(unit, createPermission, passages(id, draft.status)),
    emitOrder(unit, order),
  ]);
  return order;
}

/** Writes tasks of an order, numbered from `first` on. */
export async function addTasks(
  unit: Unit,
  permission: string,
  workOrderId: string,
  tasks: readonly NewTask[],
  first: number,
): Promise<void> {
  await unit.insert(
    taskRows,
    permission,
    tasks.map((task, index) => ({
      id: uuidv7(),
      tenantId: unit.operation.tenantId,
      workOrderId,
      title: task.title,
      description: task.description ?? null,
      sequenceOrder: first + index,
      isCritical: task.isCritical ?? false,
      estimatedMinutes: task.estimatedMinutes ?? null,
    })),
  );
}

function passages(workOrderId: string, status: 'draft' | 'submitted'): Passage[] {
  const created: Passage = { workOrderId, from: null, to: 'draft', transition: 'create', reason: null };
  return status === 'draft' ? [created] : [created, { workOrderId, from: 'draft', to: 'submitted', transition: 'submit', reason: null }];
}
