import { getTableColumns } from 'drizzle-orm';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';
import type { WorkOrderRow } from '../rows.ts';

/** The topic of orders: each event carries the whole order as it is after the change. */
export const orderTopic = 'work_order';

/** Parts of an order: written by inventory, carries ids alone. */
export const partTopic = 'work_order_part';

/** Tells that an order has changed, or something that hangs on it. */
export function emitOrder(unit: Unit, order: WorkOrderRow): Promise<void> {
  return unit.emit({ topic: orderTopic, entityId: order.id, siteId: order.siteId, payload: order });
}

/** The order out of an event's payload; undefined when the payload was not written by `emitOrder`. */
export function reviveOrder(payload: unknown): WorkOrderRow | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const values = new Map<string, unknown>(Object.entries(payload));
  if (typeof values.get('id') !== 'string' || typeof values.get('version') !== 'number') return undefined;
  const row = Object.fromEntries(columns.map(([name, isDate]) => [name, revive(values.get(name), isDate)]));
  // The row went through JSON as Drizzle read it: only its dates have to be made again. A column that came after it is null.
  return { ...row, fromEvent: true } as unknown as WorkOrderRow;
}

const columns = Object.entries(getTableColumns(workOrders)).map(([name, column]) => [name, column.dataType === 'date'] as const);

function revive(value: unknown, isDate: boolean): unknown {
  return isDate && typeof value === 'string' ? new Date(value) : (value ?? null);
}
