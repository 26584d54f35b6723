'use client';

import { useSyncExternalStore } from 'react';

/**
 * The time, for everything that shows an age: one timer for the whole page, which stops while nobody looks. Milliseconds, in whole
 * steps of `everyMs` (1 s unless told), so that a component is drawn again only when its step is over. Null until the page is alive.
 */
export function useNow(everyMs = 1_000): number | null {
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(current / everyMs) * everyMs,
    () => null,
  );
}

let current = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    tick();
    timer = setInterval(tick, 1_000);
    document.addEventListener('visibilitychange', tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener('visibilitychange', tick);
  };
}

function tick(): void {
  if (document.visibilityState === 'hidden') return;
  current = Date.now();
  for (const listener of listeners) listener();
}
