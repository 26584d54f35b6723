import type { WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { Mutations } from '../context.ts';
import { releaseAsset } from './asset-status.ts';
import { closeLabor } from './labor.ts';
import { transition } from './transition.ts';

/** States in which the order may have put its asset under maintenance. */
const holding: readonly WorkOrderStatus[] = ['assigned', 'in_progress', 'on_hold'];

/** The work will not be done: working time ends, the asset is what it was before. */
export const cancelWorkOrder: Mutations['cancelWorkOrder'] = transition({
  name: 'cancelWorkOrder',
  set: ({ reason, now, userId }) => ({ cancelledAt: now, cancelledBy: userId, cancellationReason: reason }),
  effects: ({ unit, permission, order }, after) => {
    if (!holding.includes(order.status)) return [];
    // Only a repair takes its asset at the assignment.
    const holdsAsset = order.status !== 'assigned' || order.type === 'corrective';
    return [closeLabor(unit, permission, after), ...(holdsAsset ? [releaseAsset(unit, permission, after, false)] : [])];
  },
});
