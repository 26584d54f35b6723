'use client';

import { useCallback, useEffect, useRef } from 'react';

/** A flood of events must not become a flood of questions. */
const everyMs = 1_000;

/** The same function, called soon and at most once a second however often it is asked for; the last ask is never lost. */
export function useSoon(run: () => void): () => void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(waiting.current);
      waiting.current = undefined;
    },
    [],
  );
  return useCallback(() => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      latest.current();
    }, everyMs);
  }, []);
}
