import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { anyOf } from '@dcmms/runtime/guard.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { decodeCursor, encodeCursor, type OutboxEvent } from '@dcmms/runtime/outbox.ts';
import type { Subscriptions } from '../context.ts';
import type { AlertChangeRow } from '../rows.ts';
import { alertTopic, reviveAlert } from './event.ts';
import { alertRows } from './reach.ts';

/**
 * Every change of an alert within reach, in order, each as it was when it happened: from now on, or from after a cursor on without
 * a gap. A site that is unknown, foreign or out of reach is a feed in which nothing happens.
 *
 * @throws BAD_USER_INPUT for a malformed site id and for a text that is no cursor or older than seven days.
 */
export const alertChanged: Subscriptions['alertChanged'] = {
  subscribe: async (_parent, args, { op, feed }) => {
    const siteId = args.siteId == null ? undefined : parseId(args.siteId, 'siteId');
    const after = args.after == null ? undefined : decodeCursor(args.after, op.now());
    const outbox = await feed();
    // Without a cursor it begins here and now, not at the first event that is asked for.
    return changes(op, outbox.follow({ tenantId: op.tenantId, topics: [alertTopic], siteId }, after ?? outbox.position, op.signal));
  },
};

interface Event {
  readonly alertChanged: AlertChangeRow;
}

/** One change at a time. Hand-written, because an async generator's return() waits for its pending next() and so for one more event. */
function changes(op: Operation, batches: AsyncIterableIterator<OutboxEvent[]>): AsyncIterableIterator<Event> {
  const over: IteratorReturnResult<undefined> = { done: true, value: undefined };
  let ready: readonly Event[] = [];
  let told = 0;
  let ended = false;
  const end = async () => {
    ended = true;
    await batches.return?.();
    return over;
  };
  return {
    async next() {
      while (!ended) {
        const value = ready[told];
        told += 1;
        if (value) return { done: false, value };
        const batch = await batches.next();
        if (batch.done) return end();
        ready = await withinReach(op, batch.value);
        told = 0;
      }
      return over;
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function withinReach(op: Operation, events: readonly OutboxEvent[]): Promise<Event[]> {
  const scopes = op.scopes('read:alerts');
  const sites = new Set(scopes.includes('sites') ? op.viewer.siteIds : []);
  const isNear = (event: OutboxEvent) => scopes.includes('all') || (event.siteId !== null && sites.has(event.siteId));
  const far = scopes.includes('assigned') ? events.filter((event) => !isNear(event)).map((event) => event.entityId) : [];
  // Only the database knows what is assigned to whom.
  const assigned = new Set(
    far.length === 0 ? [] : (await op.read.find(alertRows, 'read:alerts', { where: anyOf(alerts.id, far) })).map(({ id }) => id),
  );
  return events.flatMap((event) => {
    const alert = isNear(event) || assigned.has(event.entityId) ? reviveAlert(event.payload) : undefined;
    return alert ? [{ alertChanged: { cursor: encodeCursor(event.cursor), alert } }] : [];
  });
}
