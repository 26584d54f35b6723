'use client';

import { useMemo, useSyncExternalStore } from 'react';
import type { Entry } from './entry.ts';
import { outbox, type NewEntry } from './outbox.ts';

export type { Entry, EntryKind } from './entry.ts';
export type { NewEntry } from './outbox.ts';

export interface OutboxView {
  /** This person's writes that have not been answered, oldest first. */
  readonly entries: readonly Entry[];
  /** Those that wait or are on their way. */
  readonly pending: readonly Entry[];
  /** Those that wait for a decision: refused, or in conflict with what somebody else did. */
  readonly failed: readonly Entry[];
  /** On disk when it resolves, and shown on the order at once. */
  readonly send: (entry: NewEntry) => Promise<Entry>;
  /** Resolves when it was done (undefined) or was refused. */
  readonly settled: (id: string) => Promise<Entry | undefined>;
  readonly retry: (id: string) => Promise<void>;
  readonly discard: (id: string) => Promise<void>;
}

/** A technician's writes: they go through here always, and are answered at once when there is a network. */
export function useOutbox(workOrderId?: string): OutboxView {
  const all = useSyncExternalStore(outbox.entries.subscribe, outbox.entries.get, () => none);
  return useMemo(() => {
    const entries = workOrderId === undefined ? all : all.filter((entry) => entry.workOrderId === workOrderId);
    return {
      entries,
      pending: entries.filter(({ state }) => state === 'pending' || state === 'sending'),
      failed: entries.filter(({ state }) => state === 'failed' || state === 'conflict'),
      send: (entry) => outbox.send(entry),
      settled: (id) => outbox.settled(id),
      retry: (id) => outbox.retry(id),
      discard: (id) => outbox.discard(id),
    };
  }, [all, workOrderId]);
}

const none: readonly Entry[] = [];
