import type { Mutations } from '../context.ts';
import { releaseAsset } from './asset-status.ts';
import { transition } from './transition.ts';

export const unassignWorkOrder: Mutations['unassignWorkOrder'] = transition({
  name: 'unassignWorkOrder',
  set: () => ({ assignedTo: null, assignedAt: null }),
  // Undoes what the assignment of a repair did to a failed asset.
  effects: ({ unit, permission }, after) => (after.type === 'corrective' ? [releaseAsset(unit, permission, after, false)] : []),
});
