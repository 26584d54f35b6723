import { and, sql } from 'drizzle-orm';
import { workOrders, workOrderStatuses, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import { predicate } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import { overdueAt } from './due.ts';
import { filtersAt } from './list.ts';
import { orderRows } from './reach.ts';

/** Orders of one state. */
interface Counted {
  readonly status: WorkOrderStatus;
  readonly count: number;
  readonly overdue: number;
}

/** How many orders are in which state, in the order of the lifecycle. */
export const countWorkOrders: Queries['workOrderCounts'] = async (_parent, { where }, { op }) => {
  const now = op.now();
  const counted = await op.read.query<Counted>('work_order_counts', orderRows, 'read:work-orders', (scope) => {
    const { status } = workOrders;
    return sql`select ${status} as status, count(*)::int4 as count, count(*) filter (where ${overdueAt(now)})::int4 as overdue
      from ${workOrders} where ${and(scope, predicate(where, filtersAt(now)))} group by ${status}`;
  });
  return counted.toSorted((one, other) => workOrderStatuses.indexOf(one.status) - workOrderStatuses.indexOf(other.status));
};
