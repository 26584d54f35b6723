import type { Mutations } from '../context.ts';
import { mends, releaseAsset } from './asset-status.ts';
import { completionContent, contentFaults } from './content.ts';
import { closeLabor, minutesWorked } from './labor.ts';
import { slaResolution } from './sla.ts';

import { transition } from './transition.ts';

/** Work is done: working time ends, the promise to solve is met, the asset returns to service. */
export const completeWorkOrder: Mutations['completeWorkOrder'] = transition({
  name: 'completeWorkOrder',
  faults: ({ input }) => contentFaults(completionContent, input),
  set: ({ order, input, situation, now, userId }) => ({
    actualEnd: now,
    actualDurationMinutes: minutesWorked(situation.labor, now),
    completedAt: now,
    completedBy: userId,
    completionNotes: input.notes?.trim() ?? null,
    ...slaResolution(order, now),
  }),
  effects: ({ unit, permission }, after) => [closeLabor(unit, permission, after), releaseAsset(unit, permission, after, mends(after))],
});
