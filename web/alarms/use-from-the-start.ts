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
  const { state } = useConnection();
  const live = state === 'live';
  const wasLive = useRef(live);
  useEffect(() => {
    if (!live || wasLive.current) return undefined;
    const timer = setTimeout(() => {
      wasLive.current = true;
      refetch();
    }, begunMs);
    return () => clearTimeout(timer);
  }, [live, refetch]);
}
