import { sql } from 'drizzle-orm';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import type { Mutations } from '../context.ts';
import { takeAsset } from './asset-status.ts';
import { transition } from './transition.ts';

/** What was completed is not: the order is in progress again, and so is the maintenance of its asset. */
export const reopenWorkOrder: Mutations['reopenWorkOrder'] = transition({
  name: 'reopenWorkOrder',
  set: ({ reason, now }) => ({
    reopenedAt: now,
    reopenReason: reason,
    reopenCount: sql`${workOrders.reopenCount} + 1`,
    actualEnd: null,
    actualDurationMinutes: null,
    completedAt: null,
    completedBy: null,
    slaResolutionMetAt: null,
    slaResolutionBreached: false,
  }),
  effects: ({ unit, permission }, after) => [takeAsset(unit, permission, after)],
});
