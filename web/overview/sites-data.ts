'use client';

import { useMemo } from 'react';
import { useSoon } from '../alarms/use-soon.ts';
import { useData } from '../graph/use-data.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useEvery } from '../graph/use-every.ts';
import { overviewSites } from './documents.ts';
import { stateOf } from './site-state.ts';

/** Power is measured every ten seconds; the picture of a fleet need not be that quick. */
const everyMs = 30_000;

/** The viewer's sites with their state, read anew while somebody looks. */
export function useSites() {
  const { data, refetch, ...rest } = useData(overviewSites, {});
  useEvery(everyMs, refetch);
  useLiveEvents('alert', useSoon(refetch));
  const sites = useMemo(() => data?.sites.nodes.map(stateOf), [data]);
  return { sites, refetch, ...rest };
}
