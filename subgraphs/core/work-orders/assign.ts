import { parseId } from '@dcmms/runtime/id.ts';
import { refuse, type Problem } from '@dcmms/runtime/refusal.ts';
import type { Mutations } from '../context.ts';
import type { AssignWorkOrderInput } from '../generated/resolvers.ts';
import { assertCanWorkAt } from '../people/assignee.ts';
import { takeAsset } from './asset-status.ts';
import { assertAssetFree, assertPersonFree } from './plan.ts';
import { transition } from './transition.ts';

/** Scheduled work goes to a person who is free in its window, active, and allowed to work on the site. */
export const assignWorkOrder: Mutations['assignWorkOrder'] = transition({
  name: 'assignWorkOrder',
  parse: ({ userId, crewId }) => {
    if (typeof userId === 'string') parseId(userId, 'userId');
    if (typeof crewId === 'string') parseId(crewId, 'crewId');
  },
  faults: ({ input }) => faultsOf(input),
  decide: async ({ unit, permission, order, input, now }) => {
    const userId = assigneeOf(input);
    await assertCanWorkAt(unit, permission, userId, order.siteId, now);
    if (!order.scheduledStart || !order.scheduledEnd) return;
    const window = { start: order.scheduledStart, end: order.scheduledEnd };
    await assertAssetFree(unit, permission, order, window, []);
    await assertPersonFree(unit, permission, order, userId, window, ['userId']);
  },
  set: ({ input, now }) => ({ assignedTo: assigneeOf(input), assignedAt: now }),
  // A failed asset is being dealt with from the moment that somebody is sent to repair it (domain §3.1, row 7).
  effects: ({ unit, permission }, after) => (after.type === 'corrective' ? [takeAsset(unit, permission, after, ['failed'])] : []),
});

function faultsOf({ userId, crewId }: AssignWorkOrderInput): Problem[] {
  if (userId && crewId) return [{ code: 'INVALID', message: 'Give the order to a person or to a crew, not to both.', path: ['crewId'] }];
  if (!userId && !crewId) return [{ code: 'INVALID', message: 'Say who is to do the work.', path: ['userId'] }];
  return [];
}

function assigneeOf({ userId }: AssignWorkOrderInput): string {
  return userId ? parseId(userId, 'userId') : refuse('NOT_FOUND', 'There is no such crew.', ['crewId']);
}
