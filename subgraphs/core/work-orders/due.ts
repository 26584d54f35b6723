import { and, inArray, sql, type SQL } from 'drizzle-orm';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { FieldFilter, OrderExpression } from '@dcmms/runtime/paging.ts';
import type { WorkOrderRow } from '../rows.ts';

type Dated = Pick<WorkOrderRow, 'scheduledEnd' | 'slaResolutionDue'>;

/** States in which the work is still to be done. */
const undone: readonly WorkOrderStatus[] = ['draft', 'submitted', 'approved', 'scheduled', 'assigned', 'in_progress', 'on_hold'];

/** When an order has to be done: the end of its window or of the promise to solve it, whichever comes first; null with neither. */
export function dueAt({ scheduledEnd, slaResolutionDue }: Dated): Date | null {
  if (!scheduledEnd || !slaResolutionDue) return scheduledEnd ?? slaResolutionDue;
  return scheduledEnd < slaResolutionDue ? scheduledEnd : slaResolutionDue;
}

/** Past its due and not completed. */
export function isOverdue(order: Dated & Pick<WorkOrderRow, 'status'>, now: Date): boolean {
  const due = dueAt(order);
  return undone.includes(order.status) && due !== null && due < now;
}

// `least` leaves out what is null.
const due = sql`least(${workOrders.scheduledEnd}, ${workOrders.slaResolutionDue})`;

/** `dueAt` as the order of a list. */
export const byDue: OrderExpression = {
  expression: due,
  holds: 'date',
  notNull: false,
  of: (row) => dueAt({ scheduledEnd: dateIn(row, 'scheduledEnd'), slaResolutionDue: dateIn(row, 'slaResolutionDue') }),
};

/** `dueAt` as a filter. */
export function dueWithin(filter: FieldFilter): SQL | undefined {
  const bound = (operator: string, at: unknown) =>
    at instanceof Date ? sql`${due} ${sql.raw(operator)} ${at.toISOString()}::timestamptz` : undefined;
  const { eq, ne, gt, gte, lt, lte } = filter;
  return and(
    eq === null ? sql`${due} is null` : bound('=', eq),
    ne === null ? sql`${due} is not null` : bound('is distinct from', ne),
    bound('>', gt),
    bound('>=', gte),
    bound('<', lt),
    bound('<=', lte),
  );
}

/** `isOverdue` as a condition. */
export function overdueAt(now: Date): SQL {
  return sql`(${inArray(workOrders.status, [...undone])} and ${due} is not null and ${due} < ${now.toISOString()}::timestamptz)`;
}

/** `isOverdue` as a filter. */
export function overdueWithin(now: Date): (filter: FieldFilter) => SQL | undefined {
  return ({ eq, ne }) => {
    const fits = (value: boolean) => (typeof eq !== 'boolean' || eq === value) && (typeof ne !== 'boolean' || ne !== value);
    if (fits(true) && fits(false)) return undefined;
    if (fits(true)) return overdueAt(now);
    return fits(false) ? sql`not ${overdueAt(now)}` : sql`false`;
  };
}

function dateIn(row: object, property: string): Date | null {
  const value: unknown = Reflect.get(row, property);
  return value instanceof Date ? value : null;
}
