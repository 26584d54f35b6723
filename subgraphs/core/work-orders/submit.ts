import type { Mutations } from '../context.ts';
import { transition } from './transition.ts';

/** The draft goes to whoever approves it. */
export const submitWorkOrder: Mutations['submitWorkOrder'] = transition({
  name: 'submitWorkOrder',
  set: ({ now, userId }) => ({ submittedAt: now, submittedBy: userId, rejectionReason: null }),
});
