import type { Mutations } from '../context.ts';
import { takeAsset } from './asset-status.ts';
import { openLabor } from './labor.ts';
import { slaResponse } from './sla.ts';
import { transition } from './transition.ts';

/** Work begins: the promise to answer is met, working time runs, the asset is under maintenance. */
export const startWorkOrder: Mutations['startWorkOrder'] = transition({
  name: 'startWorkOrder',
  faults: ({ input }) =>
    input.safetyAcknowledged
      ? []
      : [{ code: 'INVALID', message: 'Read the safety checklist and acknowledge it before you start.', path: ['safetyAcknowledged'] }],
  set: ({ order, now, userId }) => ({
    actualStart: order.actualStart ?? now,
    safetyAckAt: now,
    safetyAckBy: userId,
    ...slaResponse(order, now),
  }),
  effects: ({ unit, permission, situation }, after) => [
    openLabor(unit, permission, after, situation.labor),
    takeAsset(unit, permission, after),
  ],
});
