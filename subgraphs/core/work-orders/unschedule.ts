import type { Mutations } from '../context.ts';
import { transition } from './transition.ts';

export const unscheduleWorkOrder: Mutations['unscheduleWorkOrder'] = transition({
  name: 'unscheduleWorkOrder',
  set: () => ({ scheduledStart: null, scheduledEnd: null, scheduledAt: null }),
});
