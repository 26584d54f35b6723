import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { RowOf } from '@dcmms/runtime/guard.ts';
import type { WorkOrderResolvers } from '../generated/resolvers.ts';
import { partsOf } from '../parts/list.ts';
import { orderRows } from './reach.ts';

export const WorkOrder: WorkOrderResolvers = {
  // Asynchronous, so that a malformed id is the error of this entity alone.
  __resolveReference: async ({ id }) => ({ id: parseId(id) }),
  parts: (order, _args, { op }) => partsOf(op, order.id),
};

/** What inventory may know of an order; undefined when it is out of reach. */
export function loadOrder(op: Operation, id: string): Promise<RowOf<(typeof orderRows)['columns']> | undefined> {
  return loadRow(op, orderRows, 'read:work-orders', workOrders.id, id);
}
