import { and, eq, gt, inArray, lt, ne, sql, type SQL } from 'drizzle-orm';
import { users } from '@dcmms/db/identity/users.ts';
import { assets } from '@dcmms/db/sites/assets.ts';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { Permission, Unit } from '@dcmms/runtime/operation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import { assetRows } from '../assets/reach.ts';
import { displayName } from '../people/user.ts';
import { userRows } from '../people/reach.ts';
import type { WorkOrderRow } from '../rows.ts';
import { planRows } from './reach.ts';

export interface Window {
  readonly start: Date;
  readonly end: Date;
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
  await assertFree(unit, permission, order, eq(workOrders.assetId, order.assetId), window, asset?.code ?? 'The asset', path);
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
  await assertFree(unit, permission, order, eq(workOrders.assignedTo, userId), window, person ? displayName(person) : 'The person', path);
}

/** States of an order in which its window is taken. */
const planned: readonly WorkOrderStatus[] = ['scheduled', 'assigned', 'in_progress', 'on_hold'];

async function assertFree(
  unit: Unit,
  permission: Permission,
  order: WorkOrderRow,
  taken: SQL,
  window: Window,
  who: string,
  path: readonly string[],
): Promise<void> {
  const overlaps = and(lt(workOrders.scheduledStart, window.end), gt(workOrders.scheduledEnd, window.start));
  const [other] = await unit.find(planRows, permission, {
    where: and(taken, ne(workOrders.id, order.id), inArray(workOrders.status, [...planned]), overlaps),
    orderBy: [sql`${workOrders.scheduledStart}`],
    limit: 1,
  });
  if (!other) return;
  const from = other.scheduledStart?.toISOString() ?? '';
  const to = other.scheduledEnd?.toISOString() ?? '';
  refuse('CONFLICT', `${who} is taken by ${other.number} from ${from} to ${to}. Choose another window.`, path);
}
