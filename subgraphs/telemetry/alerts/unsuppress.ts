import type { Mutations } from '../context.ts';
import { changeAlert } from './change.ts';

/**
 * Ends a suppression before its time: the shelf ends now, and its reason stays with the row. Who ended it is in the audit. If the
 * condition has ended meanwhile, the bridge, which alone knows, resolves the alert at its next look.
 */
export const unsuppressAlert: Mutations['unsuppressAlert'] = (_parent, { input }, { op }, info) =>
  changeAlert(op, info, { verb: 'unsuppress', input, set: () => ({ suppressedUntil: op.now() }) });
