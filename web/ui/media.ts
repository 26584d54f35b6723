'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query holds; false until the page is alive. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}

/** The layout below 720 px. */
export function usePhone(): boolean {
  return useMedia('(width < 720px)');
}

/** Fingers instead of a pointer. */
export function useTouch(): boolean {
  return useMedia('(pointer: coarse)');
}
