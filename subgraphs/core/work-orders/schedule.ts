import type { Mutations } from '../context.ts';
import { assertFree, windowFaults } from './plan.ts';
import { transition } from './transition.ts';

/** Approved work gets its time window; the asset, and whoever is proposed for it, must be free in it. */
export const scheduleWorkOrder: Mutations['scheduleWorkOrder'] = transition({
  name: 'scheduleWorkOrder',
  faults: ({ input, now }) => windowFaults({ start: input.start, end: input.end }, now, { start: 'start', end: 'end' }),
  decide: ({ unit, permission, order, input }) => assertFree(unit, permission, order, { start: input.start, end: input.end }, ['start']),
  set: ({ input, now }) => ({ scheduledStart: input.start, scheduledEnd: input.end, scheduledAt: now }),
});
