import type { Mutations } from '../context.ts';
import { transition } from './transition.ts';

export const verifyWorkOrder: Mutations['verifyWorkOrder'] = transition({
  name: 'verifyWorkOrder',
  set: ({ now, userId }) => ({ verifiedAt: now, verifiedBy: userId }),
});
