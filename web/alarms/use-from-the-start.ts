'use client';

import { useEffect, useRef } from 'react';
import { useConnection } from '../graph/use-connection.ts';

/** By then the gateway has begun to serve what was subscribed to when the socket opened. */
const begunMs = 1_000;

/**
 * Reads again once the events of a page that has just been opened flow: an alarm raised between the first reading and the first event
 * would be in neither. After a break of the connection the graph's own hooks do the same.
 */
export function useFromTheStart(refetch: () => void): void {
  const { state, since } = useConnection();
  const live = state === 'live';
  const openedLive = useRef(live);
  const begun = useRef(false);
  useEffect(() => {
    if (!live || begun.current) return undefined;
    if (openedLive.current && isFlowing(since.getTime(), Date.now())) {
      begun.current = true;
      return undefined;
    }
    // Looked at once: the question may change while it is waited.
    openedLive.current = false;
    const timer = setTimeout(() => {
      begun.current = true;
      refetch();
    }, begunMs);
    return () => clearTimeout(timer);
  }, [live, since, refetch]);
}

/** Whether what opens now misses no event: what comes a moment after the socket, as a part that is loaded by itself does, may. */
export function isFlowing(liveSinceMs: number, now: number): boolean {
  return now - liveSinceMs >= begunMs;
}
