import type { InventoryTransactionResolvers } from '../generated/resolvers.ts';

export const InventoryTransaction: InventoryTransactionResolvers = {
  workOrder: ({ workOrderId }) => (workOrderId === null ? null : { id: workOrderId }),
  performedBy: ({ performedBy }) => ({ id: performedBy }),
};
