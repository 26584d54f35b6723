import { conflictsOf } from '../graph/conflict.ts';
import type { Problem } from '../graph/errors.ts';
import type { Entry, OrderSeen } from './entry.ts';

/** Whose input names the version of the order that was seen. Tasks, parts and comments go by the order as it is. */
const versioned: ReadonlySet<Entry['kind']> = new Set(['start', 'hold', 'resume', 'complete']);

/** A fault that has nothing to do with the network is tried so often; then it is shown, so that nobody waits for ever. */
export const faultsMax = 5;

/** In the order in which they were written. */
export function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((one, other) => one.sequence - other.sequence);
}

/**
 * The one to send now: the oldest of an order of which none before it waits for a decision. What one order waits for holds up no
 * other.
 */
export function nextToSend(entries: readonly Entry[]): Entry | undefined {
  const held = new Set<string>();
  for (const entry of inOrder(entries)) {
    if (held.has(entry.workOrderId)) continue;
    if (entry.state === 'pending') return entry;
    held.add(entry.workOrderId);
  }
  return undefined;
}

/** The input as it is sent: with the newest version that this person's own writes and readings have shown. */
export function inputOf({ kind, input, seen }: Entry): Readonly<Record<string, unknown>> {
  return versioned.has(kind) && seen ? { ...input, version: seen.version } : input;
}

/** What came back for an entry. `order` is the order as it is now, if the answer has it. */
export type Reply =
  | { readonly kind: 'done'; readonly order: OrderSeen | undefined }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[]; readonly order: OrderSeen | undefined }
  /** Nobody answered, or not now. */
  /** Not done, and to be tried again; `answered` by the gateway, which has not judged it. */
  | { readonly kind: 'later'; readonly answered: boolean }
  /** A fault of the gateway's, or a call that it will never take. */
  | { readonly kind: 'fault'; readonly final: boolean; readonly message: string; readonly traceId: string | undefined }
  | { readonly kind: 'noSession' };

/** The queue after a reply to one of its entries. */
export function afterReply(entries: readonly Entry[], id: string, reply: Reply): readonly Entry[] {
  const answered = entries.find((entry) => entry.id === id);
  if (!answered) return entries;
  if (reply.kind === 'done') {
    const left = entries.filter((entry) => entry !== answered);
    // Those behind it go on from the order as this one has left it: what it has changed is no conflict for them.
    return reply.order ? left.map((entry) => (entry.workOrderId === answered.workOrderId ? { ...entry, seen: reply.order } : entry)) : left;
  }
  return entries.map((entry) => (entry === answered ? decided(entry, reply) : entry));
}

function decided(entry: Entry, reply: Exclude<Reply, { readonly kind: 'done' }>): Entry {
  switch (reply.kind) {
    case 'later':
    case 'noSession':
      return { ...entry, state: 'pending' };
    case 'fault': {
      const tries = entry.tries + 1;
      if (!reply.final && tries < faultsMax) return { ...entry, state: 'pending', tries };
      const problems: readonly Problem[] = [{ code: 'INVALID', message: reply.message, path: [] }];
      return { ...entry, state: 'failed', tries, problems, traceId: reply.traceId };
    }
    case 'refused': {
      const { problems, order } = reply;
      const isStale = problems.some(({ code }) => code === 'STALE');
      if (!isStale || !order) return { ...entry, state: 'failed', problems };
      const base = entry.seen?.fields ?? {};
      const conflicts = conflictsOf(base, {}, order.fields);
      // The version moved for something that nobody who acts on the order goes by, such as its cost: no question to ask.
      const mayGoOn = conflicts.length === 0 && Object.keys(base).length > 0 && entry.tries < faultsMax;
      if (mayGoOn) return { ...entry, state: 'pending', seen: order, tries: entry.tries + 1 };
      return { ...entry, state: 'conflict', problems, conflicts, seen: order };
    }
  }
}

/** Sent once more as the person wants it, over what others have changed: with the version that they have been shown. */
export function retried(entry: Entry): Entry {
  return { ...entry, state: 'pending', problems: [], conflicts: [], traceId: undefined, tries: 0, outOfReach: false };
}

/** Nobody answers now: none of what waits is going to be answered soon. */
export function unanswered(entry: Entry): Entry {
  return entry.state === 'pending' && !entry.outOfReach ? { ...entry, outOfReach: true } : entry;
}

/** After a crash nobody knows whether it arrived; its key makes sending it again safe. */
export function recovered(entry: Entry): Entry {
  return entry.state === 'sending' ? { ...entry, state: 'pending' } : entry;
}
