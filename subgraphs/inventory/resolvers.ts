import type { Resolvers } from './generated/resolvers.ts';
import { adjustStock } from './items/adjust.ts';
import { findItem, InventoryItem } from './items/item.ts';
import { listItems } from './items/list.ts';
import { WorkOrder } from './orders/order.ts';
import { consumeParts } from './parts/consume.ts';
import { WorkOrderPart } from './parts/part.ts';
import { Site } from './sites/site.ts';
import { InventoryTransaction } from './transactions/transaction.ts';

export const resolvers: Resolvers = {
  Query: { inventoryItem: findItem, inventoryItems: listItems },
  Mutation: { consumeParts, adjustStock },
  InventoryItem,
  InventoryTransaction,
  WorkOrderPart,
  WorkOrder,
  Site,
};
