import type { Problem } from '@dcmms/runtime/refusal.ts';
import type { Mutations } from '../context.ts';
import { assertAssetFree, assertPersonFree } from './plan.ts';
import { transition } from './transition.ts';

/** Approved work gets its time window; the asset, and whoever is proposed for it, must be free in it. */
export const scheduleWorkOrder: Mutations['scheduleWorkOrder'] = transition({
  name: 'scheduleWorkOrder',
  faults: ({ input, now }) => windowFaults(input.start, input.end, now),
  decide: async ({ unit, permission, order, input }) => {
    const window = { start: input.start, end: input.end };
    await assertAssetFree(unit, permission, order, window, ['start']);
    if (order.assignedTo !== null) await assertPersonFree(unit, permission, order, order.assignedTo, window, ['start']);
  },
  set: ({ input, now }) => ({ scheduledStart: input.start, scheduledEnd: input.end, scheduledAt: now }),
});

function windowFaults(start: Date, end: Date, now: Date): Problem[] {
  const faults: Problem[] = [];
  if (start <= now) faults.push({ code: 'INVALID', message: 'The start has to lie in the future.', path: ['start'] });
  if (end <= start) faults.push({ code: 'INVALID', message: 'The end has to come after the start.', path: ['end'] });
  return faults;
}
