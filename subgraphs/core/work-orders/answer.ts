import type { MutationDefinition } from '@dcmms/runtime/mutation.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { WorkOrderRow } from '../rows.ts';
import { loadOrder } from './order.ts';

interface OrderFields {
  workOrder: WorkOrderRow | null;
}

/** The part of a mutation's frame that is the same for all that answer with an order. */
export function orderAnswer(op: Operation): Pick<MutationDefinition<unknown, OrderFields>, 'nothing' | 'remember' | 'recall'> {
  return {
    nothing: { workOrder: null },
    remember: ({ workOrder }) => (workOrder ? { workOrder: workOrder.id } : {}),
    recall: async ({ workOrder }) => ({ workOrder: (typeof workOrder === 'string' && (await loadOrder(op, workOrder))) || null }),
  };
}
