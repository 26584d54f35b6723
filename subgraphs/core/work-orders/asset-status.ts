import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { assets, type AssetStatus } from '@dcmms/db/sites/assets.ts';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { Permission, Unit } from '@dcmms/runtime/operation.ts';
import { assetRows } from '../assets/reach.ts';
import type { WorkOrderRow } from '../rows.ts';
import { planRows } from './reach.ts';

/** States of an order in which somebody is at its asset. */
const atWork: readonly WorkOrderStatus[] = ['in_progress', 'on_hold'];

const workable: readonly AssetStatus[] = ['operational', 'degraded', 'failed'];

/** The asset is under maintenance from now on; it remembers what it was (domain §3.2). */
export async function takeAsset(unit: Unit, permission: Permission, order: WorkOrderRow, from = workable): Promise<void> {
  if (order.assetId === null) return;
  await unit.update(assetRows, permission, {
    set: { status: 'under_maintenance', previousStatus: sql`${assets.status}` },
    where: and(eq(assets.id, order.assetId), inArray(assets.status, [...from])),
  });
}

/**
 * The asset returns to what it was before the work, unless another order still holds it.
 *
 * @param repaired That the work was done: what had failed or was degraded works again.
 */
export async function releaseAsset(unit: Unit, permission: Permission, order: WorkOrderRow, repaired: boolean): Promise<void> {
  if (order.assetId === null) return;
  // The lock first, the question after it: of two orders that end at once, the second sees the first as ended.
  const asset = await unit.findOne(assetRows, permission, { where: eq(assets.id, order.assetId), lock: 'no key update' });
  if (asset?.status !== 'under_maintenance') return;
  const [other] = await unit.find(planRows, permission, {
    where: and(eq(workOrders.assetId, asset.id), ne(workOrders.id, order.id), inArray(workOrders.status, [...atWork])),
    limit: 1,
  });
  if (other) return;
  await unit.update(assetRows, permission, {
    set: { status: repaired ? 'operational' : (asset.previousStatus ?? 'operational'), previousStatus: null },
    where: eq(assets.id, asset.id),
  });
}

/** Whether completing an order means that a fault is gone: an inspection does not mend what it looks at. */
export function mends(order: WorkOrderRow): boolean {
  return order.type === 'corrective' || order.type === 'emergency';
}
