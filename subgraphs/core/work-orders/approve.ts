import type { Mutations } from '../context.ts';
import { transition } from './transition.ts';

export const approveWorkOrder: Mutations['approveWorkOrder'] = transition({
  name: 'approveWorkOrder',
  set: ({ now, userId }) => ({ approvedAt: now, approvedBy: userId }),
});
