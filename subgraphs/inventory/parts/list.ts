import { asc } from 'drizzle-orm';
import { workOrderParts } from '@dcmms/db/work-orders/parts.ts';
import { loadList } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { WorkOrderPartRow } from '../rows.ts';
import { partRows } from './reach.ts';

/** More than any order uses; what bounds the plain list. */
const partsMax = 1_000;

/** What an order has used, in the order of use. */
export function partsOf(op: Operation, orderId: string): Promise<readonly WorkOrderPartRow[]> {
  const orderBy = [asc(workOrderParts.id)];
  const list = { target: partRows, permission: 'read:work-orders', parent: workOrderParts.workOrderId, orderBy, max: partsMax };
  return loadList(op, list, orderId);
}
