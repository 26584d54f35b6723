'use client';

import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import type { ShellViewerQuery } from '../gql/graphql.ts';
import { graphql } from '../gql/gql.ts';
import { useData, type DataState } from '../graph/use-data.ts';
import { keepViewer, keptViewer, watchKeptViewer } from './kept-viewer.ts';

const viewerQuery = graphql(`
  query ShellViewer {
    viewer {
      id
      email
      displayName
      tenant {
        id
        code
        name
      }
      roles {
        id
        name
        displayName
      }
      permissions
    }
  }
`);

const sitesQuery = graphql(`
  query ShellSites {
    sites(first: 100) {
      nodes {
        id
        code
        name
        timezone
      }
    }
  }
`);

export type ViewerPerson = ShellViewerQuery['viewer'];

export interface ViewerSite {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly timezone: string;
}

export interface ViewerContext {
  readonly state: DataState;
  /** Null until it is known. */
  readonly viewer: ViewerPerson | null;
  /** What the viewer can see; at most the first hundred by code. */
  readonly sites: readonly ViewerSite[];
  /** Whether some role grants it, in whatever scope; what is allowed on a row, the row says. False until it is known. */
  readonly can: (permission: string) => boolean;
}

const unknown: ViewerContext = { state: 'loading', viewer: null, sites: [], can: () => false };
const Context = createContext<ViewerContext>(unknown);

/** Who is signed in, what they may in general, and their sites. */
export function useViewer(): ViewerContext {
  return use(Context);
}

/**
 * Asks once for the whole console. Until the answer is there, and where there is no network, what was true the last time counts: the
 * navigation stands still, and a technician without a signal finds their work.
 */
export function ViewerProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const person = useData(viewerQuery, {});
  const places = useData(sitesQuery, {});
  const kept = useSyncExternalStore(watchKeptViewer, keptViewer, () => null);
  const asked = person.data?.viewer;
  const sites = places.data?.sites.nodes;
  const viewer = asked ?? kept?.viewer ?? null;
  const { state } = person;
  useEffect(() => {
    if (asked !== undefined && sites !== undefined) keepViewer({ viewer: asked, sites });
  }, [asked, sites]);
  const value = useMemo<ViewerContext>(() => {
    const granted = new Set(viewer?.permissions);
    return { state, viewer, sites: sites ?? kept?.sites ?? [], can: (permission) => granted.has(permission) };
  }, [viewer, sites, kept, state]);
  return <Context value={value}>{children}</Context>;
}
