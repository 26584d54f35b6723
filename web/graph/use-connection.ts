'use client';

import { useSyncExternalStore } from 'react';
import { Observed } from './observed.ts';

export interface Connection {
  /** `connecting` before the first time, `lost` when it was there and is not, `idle` when nobody here listens any more. */
  readonly state: 'live' | 'connecting' | 'lost' | 'idle';
  readonly since: Date;
  /** When the gateway last said anything, its heartbeat included: the age of what is shown. */
  readonly lastMessageAt: Date | null;
}

const start: Connection = { state: 'connecting', since: new Date(0), lastMessageAt: null };
const connection = new Observed<Connection>(start);

/** Of this page's socket; changes at most once a second while it is live. */
export function useConnection(): Connection {
  return useSyncExternalStore(connection.subscribe, connection.get, () => start);
}

export const connectionNow = (): Connection => connection.get();

export function connectionBecame(state: Connection['state']): void {
  const before = connection.get();
  if (before.state === state && before !== start) return;
  connection.set({ ...before, state, since: new Date() });
}

export function messageArrived(): void {
  const before = connection.get();
  const now = Date.now();
  if (before.lastMessageAt && now - before.lastMessageAt.getTime() < 1_000) return;
  connection.set({ ...before, lastMessageAt: new Date(now) });
}
