import { sql, type SQL } from 'drizzle-orm';
import { workOrderPriorities, workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { allOf } from '@dcmms/runtime/guard.ts';
import { loadPage, readPage } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { compare, page, predicate, ranked, type FieldFilter, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import { uuidv7Floor } from '@dcmms/runtime/uuidv7.ts';
import type { Queries } from '../context.ts';
import type { QueryWorkOrdersArgs } from '../generated/resolvers.ts';
import type { WorkOrderConnectionRow } from '../rows.ts';
import { byDue, dueWithin, overdueWithin } from './due.ts';
import { orderRows } from './reach.ts';

export const listWorkOrders: Queries['workOrders'] = (_parent, args, { op }) => readPage(op, list(op, args));

/** The orders of a site or an asset, a page of each. */
export function ordersBelow(
  op: Operation,
  parent: 'siteId' | 'assetId',
  id: string,
  args: QueryWorkOrdersArgs,
): Promise<WorkOrderConnectionRow> {
  return loadPage(op, { ...list(op, args), parent: workOrders[parent], argument: args.where }, id);
}

function list(op: Operation, args: QueryWorkOrdersArgs) {
  return {
    target: orderRows,
    permission: 'read:work-orders',
    page: page(args, args.orderBy ?? { field: 'created_at', direction: 'desc' }, orderColumns, workOrders.id),
    where: predicate(args.where, filtersAt(op.now())),
  };
}

const orderColumns: OrderColumns = {
  // The id holds the creation time, and is the key of the partitions.
  created_at: workOrders.id,
  updated_at: workOrders.updatedAt,
  number: workOrders.number,
  scheduled_start: workOrders.scheduledStart,
  due: byDue,
  priority: ranked(workOrders.priority, workOrderPriorities, (row) => Reflect.get(row, 'priority')),
  status: workOrders.status,
};

const filterColumns: FilterColumns = {
  id: workOrders.id,
  number: workOrders.number,
  title: workOrders.title,
  type: workOrders.type,
  priority: workOrders.priority,
  status: workOrders.status,
  siteId: workOrders.siteId,
  assetId: workOrders.assetId,
  assignedToId: workOrders.assignedTo,
  scheduledStart: workOrders.scheduledStart,
  scheduledEnd: workOrders.scheduledEnd,
  dueAt: dueWithin,
  createdAt,
};

/** What orders may be filtered by; what is overdue depends on when one asks. */
export function filtersAt(now: Date): FilterColumns {
  return { ...filterColumns, isOverdue: overdueWithin(now) };
}

/** Bounds of the creation time are bounds of the id too, which spares the partitions of other years. */
function createdAt(filter: FieldFilter): SQL | undefined {
  const { gt, gte, lt, lte } = filter;
  const floors = [gt, gte].flatMap((bound) => (bound instanceof Date ? [sql`${workOrders.id} >= ${uuidv7Floor(bound)}`] : []));
  const ceilings = [lt, lte].flatMap((bound) =>
    bound instanceof Date ? [sql`${workOrders.id} < ${uuidv7Floor(new Date(bound.getTime() + 1))}`] : [],
  );
  return allOf(compare(workOrders.createdAt, filter), ...floors, ...ceilings);
}
