import type { OutboxEntry } from '@dcmms/runtime/operation.ts';

/** What an event says of a part's stock. */
export interface ItemState {
  readonly id: string;
  readonly siteId: string;
  readonly code: string;
  readonly quantityOnHand: number;
  readonly quantityReserved: number;
  readonly version: number;
}

/** The event of a changed stock: the row's own fields as they are now. */
export function itemEvent(item: ItemState): OutboxEntry {
  const { id, siteId, code, quantityOnHand, quantityReserved, version } = item;
  return { topic: 'inventory_item', entityId: id, siteId, payload: { id, siteId, code, quantityOnHand, quantityReserved, version } };
}
