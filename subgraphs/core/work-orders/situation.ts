import { asc } from 'drizzle-orm';
import { workOrderLabor } from '@dcmms/db/work-orders/labor.ts';
import { workOrderTasks } from '@dcmms/db/work-orders/tasks.ts';
import { eq } from 'drizzle-orm';
import type { Operation, Permission, Unit } from '@dcmms/runtime/operation.ts';
import { readSettings, type TenantSettings } from '../people/tenant.ts';
import type { WorkOrderLaborRow, WorkOrderRow, WorkOrderTaskRow } from '../rows.ts';
import type { Asker, Situation } from './guards.ts';
import { laborRows, reaches, taskRows, type Placed } from './reach.ts';

/** An order holds no more tasks than this, so that they are one list. */
export const tasksMax = 200;

/** What the guards of a transition look at, read inside its transaction. */
export interface OrderSituation extends Situation {
  readonly order: WorkOrderRow;
  readonly tasks: readonly WorkOrderTaskRow[];
  readonly labor: readonly WorkOrderLaborRow[];
}

/** Reads what hangs on a locked order; the three statements travel together. */
export async function readSituation(unit: Unit, permission: Permission, order: WorkOrderRow): Promise<OrderSituation> {
  const [tasks, labor, settings] = await Promise.all([
    unit.find(taskRows, permission, {
      where: eq(workOrderTasks.workOrderId, order.id),
      orderBy: [asc(workOrderTasks.sequenceOrder)],
      limit: tasksMax,
    }),
    unit.find(laborRows, permission, { where: eq(workOrderLabor.workOrderId, order.id), orderBy: [asc(workOrderLabor.startTime)] }),
    readSettings(unit),
  ]);
  return situation(unit.operation, order, tasks, labor, settings);
}

export function situation(
  op: Operation,
  order: WorkOrderRow,
  tasks: readonly WorkOrderTaskRow[],
  labor: readonly WorkOrderLaborRow[],
  settings: TenantSettings,
): OrderSituation {
  return { order, tasks, labor, viewer: askerOf(op, order), now: op.now(), startToleranceMinutes: settings.startToleranceMinutes };
}

/** The viewer as an order of this place sees them. */
export function askerOf(op: Operation, order: Placed): Asker {
  return {
    userId: op.viewer.userId,
    may: (permission) => reaches(op, permission, order),
    limits: (permission) => op.viewer.limits.get(permission),
  };
}
