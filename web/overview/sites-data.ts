'use client';

import { useEffect, useMemo, useRef } from 'react';
import { useData } from '../graph/use-data.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { overviewSites } from './documents.ts';
import { stateOf } from './site-state.ts';

/** Power is measured every ten seconds; the picture of a fleet need not be that quick. */
const everyMs = 30_000;

/** After an alarm the sites are asked anew, at most this often: a flood must not become a flood of questions. */
const afterAlarmMs = 1_000;

/** The viewer's sites with their state, read anew while somebody looks. */
export function useSites() {
  const { data, refetch, ...rest } = useData(overviewSites, {});
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && refetch(), everyMs);
    return () => clearInterval(timer);
  }, [refetch]);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  useLiveEvents('alert', () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      refetch();
    }, afterAlarmMs);
  });
  const sites = useMemo(() => data?.sites.nodes.map(stateOf), [data]);
  return { sites, refetch, ...rest };
}
