import { workOrderParts } from '@dcmms/db/work-orders/parts.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { seesCosts } from '../costs.ts';
import type { WorkOrderPartResolvers } from '../generated/resolvers.ts';
import { loadItem } from '../items/item.ts';
import { loadOrder } from '../orders/order.ts';
import type { WorkOrderPartRow } from '../rows.ts';
import { partRows } from './reach.ts';

export const WorkOrderPart: WorkOrderPartResolvers = {
  __resolveReference: ({ id }, { op }) => loadRow(op, partRows, 'read:work-orders', workOrderParts.id, id),
  item: (part, _args, { op }) => loadItem(op, part.inventoryItemId),
  quantity: (part) => part.quantityConsumed,
  unitCost: async (part, _args, { op }) => ((await seesCostsOf(op, part)) ? part.unitCost : null),
  totalCost: async (part, _args, { op }) => ((await seesCostsOf(op, part)) ? part.totalCost : null),
  consumedBy: (part) => ({ id: part.consumedBy }),
};

/** A part's money belongs to the site of its order, which is looked up only for a viewer of some sites. */
async function seesCostsOf(op: Operation, part: WorkOrderPartRow): Promise<boolean> {
  const scopes = op.scopes('read:costs');
  if (scopes.length === 0) return false;
  if (scopes.includes('all')) return true;
  const order = await loadOrder(op, part.workOrderId);
  return order !== undefined && seesCosts(op, order.siteId);
}
