'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { Observed } from './observed.ts';

/** Of the answers on the screen that were kept in this browser: when each was kept, epoch milliseconds. */
const kept = new Observed<ReadonlyMap<symbol, number>>(new Map());

/** Tells the page of a kept answer while it is shown. */
export function useShowsKept(keptAt: number | undefined): void {
  useEffect(() => {
    if (keptAt === undefined) return undefined;
    const key = Symbol('kept');
    kept.set(new Map(kept.get()).set(key, keptAt));
    return () => kept.set(new Map([...kept.get()].filter(([each]) => each !== key)));
  }, [keptAt]);
}

/** As of when the oldest kept answer on the screen is; undefined when everything was read from the gateway. */
export function useKeptAt(): number | undefined {
  return useSyncExternalStore(kept.subscribe, oldest, () => undefined);
}

function oldest(): number | undefined {
  const times = [...kept.get().values()];
  return times.length === 0 ? undefined : Math.min(...times);
}
