import type { Mutations } from '../context.ts';
import { openLabor } from './labor.ts';
import { transition } from './transition.ts';

export const resumeWorkOrder: Mutations['resumeWorkOrder'] = transition({
  name: 'resumeWorkOrder',
  set: ({ now }) => ({ resumedAt: now, holdReason: null }),
  effects: ({ unit, permission, situation }, after) => [openLabor(unit, permission, after, situation.labor)],
});
