import type { Operation } from '@dcmms/runtime/operation.ts';
import { decodeCursor, encodeCursor, type OutboxEvent } from '@dcmms/runtime/outbox.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import { eq } from 'drizzle-orm';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import type { Subscriptions } from '../context.ts';
import type { WorkOrderChangeRow, WorkOrderRow } from '../rows.ts';
import { orderTopic, partTopic, reviveOrder } from './event.ts';
import { orderRows, reaches } from './reach.ts';

const permission = 'read:work-orders';

interface Changed {
  readonly workOrderChanged: WorkOrderChangeRow;
}

/** Every change of an order that the viewer reaches, its tasks and parts, from now on or from a cursor on. */
export const workOrderChanged: Subscriptions['workOrderChanged'] = {
  subscribe: async (_parent, args, { op, feed }) => {
    const siteId = typeof args.siteId === 'string' ? parseId(args.siteId, 'siteId') : undefined;
    const after = typeof args.after === 'string' ? decodeCursor(args.after, op.now()) : undefined;
    const tail = await feed();
    const topics = [orderTopic, partTopic];
    // Without a cursor it begins here and now, not at the first event that is asked for.
    const batches = tail.follow({ tenantId: op.tenantId, topics, siteId }, after ?? tail.position, op.signal);
    return changes(op, batches);
  },
};

/**
 * One change at a time out of the feed's batches. Written by hand: a generator's `return()` waits for the pending `next()`, and
 * so for one more event.
 */
function changes(op: Operation, batches: AsyncIterableIterator<OutboxEvent[]>): AsyncIterableIterator<Changed> {
  const ready: Changed[] = [];
  const over: IteratorReturnResult<undefined> = { done: true, value: undefined };
  let ended = false;
  const end = async () => {
    ended = true;
    ready.length = 0;
    await batches.return?.();
    return over;
  };
  return {
    async next() {
      for (;;) {
        const change = ready.shift();
        if (change) return { done: false, value: change };
        if (ended) return over;
        const batch = await batches.next();
        if (batch.done) return end();
        for (const event of batch.value) {
          const workOrder = await orderOf(op, event);
          if (workOrder && reaches(op, permission, workOrder)) {
            ready.push({ workOrderChanged: { cursor: encodeCursor(event.cursor), workOrder } });
          }
        }
        if (ended) return over;
      }
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The order as it was when it happened; as it is when its parts changed, for their event carries ids alone. */
async function orderOf(op: Operation, event: OutboxEvent): Promise<WorkOrderRow | undefined> {
  if (event.topic === orderTopic) return reviveOrder(event.payload);
  return op.read.findOne(orderRows, permission, { where: eq(workOrders.id, event.entityId) });
}
