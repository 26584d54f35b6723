import type { Mutations } from '../context.ts';
import { transition } from './transition.ts';

export const closeWorkOrder: Mutations['closeWorkOrder'] = transition({
  name: 'closeWorkOrder',
  set: ({ now, userId }) => ({ closedAt: now, closedBy: userId }),
});
