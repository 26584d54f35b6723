'use client';

import { useEffect } from 'react';

/** Keeps the screen on while the page is looked at, where the browser can (Screen Wake Lock API). */
export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let over = false;
    const take = async () => {
      if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return;
      try {
        const taken = await navigator.wakeLock.request('screen');
        if (over) await taken.release();
        else lock = taken;
      } catch {
        // A battery that is low, or a policy: the screen then sleeps as any other page's does.
      }
    };
    // The browser lets go of it when the page is hidden.
    const again = () => void take();
    document.addEventListener('visibilitychange', again);
    void take();
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
}
