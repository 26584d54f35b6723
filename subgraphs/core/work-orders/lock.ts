import { eq } from 'drizzle-orm';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import type { Permission, Unit } from '@dcmms/runtime/operation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import type { WorkOrderRow } from '../rows.ts';
import { orderRows } from './reach.ts';

/**
 * The order as it is, and stays until the transaction ends.
 *
 * @param field The input's field that names the order.
 * @throws BAD_USER_INPUT for a malformed id; Refusal NOT_FOUND when it is unknown, foreign or out of reach.
 */
export async function lockOrder(unit: Unit, permission: Permission, id: string, field = 'id'): Promise<WorkOrderRow> {
  const order = await unit.findOne(orderRows, permission, { where: eq(workOrders.id, parseId(id, field)), lock: 'update' });
  return order ?? refuse('NOT_FOUND', 'There is no such work order, or it is not yours to change.', [field]);
}

/**
 * Refuses a change by somebody who has not seen the order's last one; the answer shows the order as it is.
 *
 * @throws Refusal STALE.
 */
export function assertVersion(order: WorkOrderRow, seen: number): void {
  if (order.version === seen) return;
  const message = `The order has changed since you read it: it is version ${order.version} now, you saw ${seen}. Look at it again.`;
  refuse('STALE', message, ['version'], { workOrder: order });
}
