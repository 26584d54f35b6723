'use client';

import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { graphql } from '../gql/gql.ts';
import { useData } from '../graph/use-data.ts';
import { useWords } from '../words/index.ts';
import { newestSeenAt, silentSites } from './silent-sites.ts';
import { useViewer } from './viewer.tsx';

const silenceQuery = graphql(`
  query ShellSilence {
    gateways(first: 100) {
      nodes {
        id
        code
        lastSeenAt
        site {
          id
          code
        }
      }
    }
  }
`);

/** A quarter of the minute after which a gateway is silent: the age that is shown is no older than that. */
const everyMs = 15_000;

export interface Silence {
  /** False until it was asked; true at once for who may not read telemetry. */
  readonly known: boolean;
  /** Codes of the sites that nothing comes from. */
  readonly sites: readonly string[];
  /** When the newest data came, epoch milliseconds; null when none ever did, or it is not for this viewer. */
  readonly newestAt: number | null;
}

const Context = createContext<Silence>({ known: false, sites: [], newestAt: null });

/** Whether data come from the viewer's sites: a socket that is open says nothing about that. */
export function useSilence(): Silence {
  return use(Context);
}

/** Asks once for the whole console, and again while somebody looks. */
export function SilenceProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { can, viewer } = useViewer();
  const allowed = can('read:telemetry');
  const { data, state, stale, refetch } = useData(silenceQuery, {}, { pause: !allowed });
  useEffect(() => {
    if (!allowed) return undefined;
    const again = (): void => {
      if (document.visibilityState === 'visible') refetch();
    };
    const timer = setInterval(again, everyMs);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [allowed, refetch]);
  // Judged by the clock of its answer: what was not asked for a while is not silent for that.
  const [readAt, setReadAt] = useState<number | null>(null);
  useEffect(() => {
    if (data && !stale) setReadAt(Date.now());
  }, [data, stale]);
  const value = useMemo<Silence>(() => {
    const gateways = data?.gateways.nodes;
    if (!gateways || readAt === null) return { known: allowed ? state !== 'loading' && !data : viewer !== null, sites: [], newestAt: null };
    return { known: true, sites: silentSites(gateways, readAt), newestAt: newestSeenAt(gateways) };
  }, [data, readAt, allowed, state, viewer]);
  return <Context value={value}>{children}</Context>;
}

/** As many codes as a line holds. */
const namedMax = 3;

/** `CESTAS, MOSS`, and how many more there are. */
export function useSiteNames(): (sites: readonly string[]) => string {
  const t = useWords('shell');
  return (sites) => {
    const named = sites.slice(0, namedMax).join(', ');
    return sites.length > namedMax ? t('andMore', { sites: named, n: sites.length - namedMax }) : named;
  };
}
