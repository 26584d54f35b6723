import { parseId } from '@dcmms/runtime/id.ts';
import { mutate } from '@dcmms/runtime/mutation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import type { WorkOrderType } from '@dcmms/db/work-orders/work-orders.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { Mutations } from '../context.ts';
import { orderAnswer } from './answer.ts';
import { newContent, parseContent } from './content.ts';
import { readLimits } from './guards.ts';
import { createPermission, makeOrder } from './make.ts';
import { placeAtAsset, placeAtSite } from './place.ts';

export const createWorkOrder: Mutations['createWorkOrder'] = (_parent, { input }, { op }, info) => {
  if (typeof input.assetId === 'string') parseId(input.assetId, 'assetId');
  return mutate({
    op,
    info,
    input,
    permission: createPermission,
    ...orderAnswer(op),
    run: async (unit) => {
      const site = await placeAtSite(unit, createPermission, input.siteId);
      const asset = input.assetId == null ? undefined : await placeAtAsset(unit, createPermission, input.assetId, site.id, input.type);
      assertPermittedType(op, input.type);
      const content = parseContent(newContent, input);
      const order = await makeOrder(unit, {
        ...content,
        description: content.description ?? null,
        siteId: site.id,
        assetId: asset?.id ?? null,
        type: input.type,
        priority: input.priority,
        status: 'draft',
        origin: 'manual',
        alertId: null,
        tasks: content.tasks ?? [],
      });
      return { workOrder: order };
    },
  });
};

/**
 * Some may create some types only (domain §4.3).
 *
 * @throws Refusal FORBIDDEN.
 */
export function assertPermittedType(op: Operation, type: WorkOrderType): void {
  const { types } = readLimits(op.viewer.limits.get(createPermission));
  if (types && !types.includes(type)) refuse('FORBIDDEN', `You may create ${types.join(' and ')} work only.`, ['type']);
}
