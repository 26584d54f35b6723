import type { Mutations } from '../context.ts';
import { closeLabor } from './labor.ts';
import { faultsOfReason } from './reason.ts';
import { transition } from './transition.ts';

/** Work rests: working time stops. A code says why, or a sentence where the code is none. */
export const holdWorkOrder: Mutations['holdWorkOrder'] = transition({
  name: 'holdWorkOrder',
  faults: ({ input, reason }) =>
    (input.holdReason ?? 'other') === 'other' ? faultsOfReason(reason, 'Say why the order is put on hold, by a code or in words.') : [],
  set: ({ input, now }) => ({ onHoldAt: now, holdReason: input.holdReason ?? 'other' }),
  effects: ({ unit, permission }, after) => [closeLabor(unit, permission, after)],
});
