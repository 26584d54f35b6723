import { and, eq, gt, inArray, lt, ne, sql, type SQL } from 'drizzle-orm';
import { users } from '@dcmms/db/identity/users.ts';
import { assets } from '@dcmms/db/sites/assets.ts';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { Permission, Unit } from '@dcmms/runtime/operation.ts';
import { refuse, type Problem } from '@dcmms/runtime/refusal.ts';
import { assetRows } from '../assets/reach.ts';
import { displayName } from '../people/user.ts';
import { userRows } from '../people/reach.ts';
import type { WorkOrderRow } from '../rows.ts';
import { planRows } from './reach.ts';

export interface Window {
  readonly start: Date;
  readonly end: Date;
}

/** What is wrong with a window, told at the input's fields: it begins in the future and ends after it begins. */
export function windowFaults(window: Window, now: Date, fields: { readonly start: string; readonly end: string }): Problem[] {
  const faults: Problem[] = [];
  if (window.start <= now) faults.push({ code: 'INVALID', message: 'The start has to lie in the future.', path: [fields.start] });
  if (window.end <= window.start) faults.push({ code: 'INVALID', message: 'The end has to come after the start.', path: [fields.end] });
  return faults;
}

/**
 * The order's asset, and whoever the order is assigned to, must be free in the window.
 *
 * @throws Refusal CONFLICT with the other order's number.
 */
export async function assertFree(
  unit: Unit,
  permission: Permission,
  order: WorkOrderRow,
  window: Window,
  path: readonly string[],
): Promise<void> {
  await assertAssetFree(unit, permission, order, window, path);
  if (order.assignedTo !== null) await assertPersonFree(unit, permission, order, order.assignedTo, window, path);
}

/**
 * No other order may be planned on the asset in an overlapping window. Whoever plans on it at the same time waits for this
 * transaction.
 *
 * @throws Refusal CONFLICT with the other order's number.
 */
export async function assertAssetFree(
  unit: Unit,
  permission: Permission,
  order: WorkOrderRow,
  window: Window,
  path: readonly string[],
): Promise<void> {
  if (order.assetId === null) return;
  const asset = await unit.findOne(assetRows, permission, { where: eq(assets.id, order.assetId), lock: 'no key update' });
  await assertNotTaken(unit, permission, order, eq(workOrders.assetId, order.assetId), window, asset?.code ?? 'The asset', path);
}

/** The same for the person who is to do it, told at the input's field. */
export async function assertPersonFree(
  unit: Unit,
  permission: Permission,
  order: WorkOrderRow,
  userId: string,
  window: Window,
  path: readonly string[],
): Promise<void> {
  const person = await unit.findOne(userRows, permission, { where: eq(users.id, userId), lock: 'no key update' });
  await assertNotTaken(
    unit,
    permission,
    order,
    eq(workOrders.assignedTo, userId),
    window,
    person ? displayName(person) : 'The person',
    path,
  );
}

/** States of an order in which its window is taken. */
const planned: readonly WorkOrderStatus[] = ['scheduled', 'assigned', 'in_progress', 'on_hold'];

/**
 * The one rule of what takes a person or an asset: another order than this one that is planned in an overlapping window, as a
 * condition on `work_orders`.
 */
export function isPlannedIn(window: { readonly [End in keyof Window]: Date | SQL }, orderId: string | SQL): SQL | undefined {
  const overlaps = and(lt(workOrders.scheduledStart, window.end), gt(workOrders.scheduledEnd, window.start));
  return and(ne(workOrders.id, orderId), inArray(workOrders.status, [...planned]), overlaps);
}

async function assertNotTaken(
  unit: Unit,
  permission: Permission,
  order: WorkOrderRow,
  taken: SQL,
  window: Window,
  who: string,
  path: readonly string[],
): Promise<void> {
  const [other] = await unit.find(planRows, permission, {
    where: and(taken, isPlannedIn(window, order.id)),
    orderBy: [sql`${workOrders.scheduledStart}`],
    limit: 1,
  });
  if (!other) return;
  const from = other.scheduledStart?.toISOString() ?? '';
  const to = other.scheduledEnd?.toISOString() ?? '';
  refuse('CONFLICT', `${who} is taken by ${other.number} from ${from} to ${to}. Choose another window.`, path);
}
