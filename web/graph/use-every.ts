'use client';

import { useEffect, useRef } from 'react';
import { every } from './every.ts';

/**
 * Calls back again and again while mounted and looked at: for what changes by the clock alone, or is told by no event. An answer
 * comes, or is given up, within 15 s, so that from that on no ask overtakes another.
 */
export function useEvery(everyMs: number, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => every(everyMs, () => latest.current(), document), [everyMs]);
}
