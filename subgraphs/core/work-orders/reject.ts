import type { Mutations } from '../context.ts';
import { transition } from './transition.ts';

/** The order goes back to whoever wrote it, with the reason. */
export const rejectWorkOrder: Mutations['rejectWorkOrder'] = transition({
  name: 'rejectWorkOrder',
  set: ({ reason }) => ({ rejectionReason: reason, submittedAt: null, submittedBy: null }),
});
