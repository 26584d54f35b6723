import { and, eq, isNull, sql } from 'drizzle-orm';
import { workOrderLabor } from '@dcmms/db/work-orders/labor.ts';
import type { Permission, Unit } from '@dcmms/runtime/operation.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import type { WorkOrderLaborRow, WorkOrderRow } from '../rows.ts';
import { laborRows } from './reach.ts';

/** Working time begins: of whoever the order is assigned to, also when a supervisor acts for them. */
export async function openLabor(
  unit: Unit,
  permission: Permission,
  order: WorkOrderRow,
  labor: readonly WorkOrderLaborRow[],
): Promise<void> {
  const op = unit.operation;
  const userId = order.assignedTo ?? op.viewer.userId;
  if (labor.some((row) => row.userId === userId && row.endTime === null)) return;
  await unit.insert(laborRows, permission, {
    id: uuidv7(),
    tenantId: op.tenantId,
    workOrderId: order.id,
    userId,
    startTime: op.now(),
    laborType: order.type === 'emergency' ? 'emergency' : 'regular',
    currency: order.currency,
  });
}

/** Working time ends: of everybody who is still at the order. */
export async function closeLabor(unit: Unit, permission: Permission, order: WorkOrderRow): Promise<void> {
  const end = sql`greatest(${unit.operation.now().toISOString()}::timestamptz, ${workOrderLabor.startTime})`;
  await unit.update(laborRows, permission, {
    set: { endTime: end, durationMinutes: sql`round(extract(epoch from ${end} - ${workOrderLabor.startTime}) / 60)::integer` },
    where: and(eq(workOrderLabor.workOrderId, order.id), isNull(workOrderLabor.endTime)),
  });
}

/** Minutes that were worked until now, open rows included: the time on hold is not among them. */
export function minutesWorked(labor: readonly WorkOrderLaborRow[], now: Date): number {
  return labor.reduce(
    (sum, row) => sum + (row.durationMinutes ?? Math.max(0, Math.round((now.getTime() - row.startTime.getTime()) / 60_000))),
    0,
  );
}
