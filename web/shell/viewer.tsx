'use client';

import { createContext, use, useMemo, type ReactNode } from 'react';
import type { ShellViewerQuery } from '../gql/graphql.ts';
import { graphql } from '../gql/gql.ts';
import { useData, type DataState } from '../graph/use-data.ts';

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

/** Asks once for the whole console. */
export function ViewerProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const person = useData(viewerQuery, {}, { offline: true });
  const places = useData(sitesQuery, {}, { offline: true });
  const viewer = person.data?.viewer ?? null;
  const sites = places.data?.sites.nodes;
  const { state } = person;
  const value = useMemo<ViewerContext>(() => {
    const granted = new Set(viewer?.permissions);
    return { state, viewer, sites: sites ?? [], can: (permission) => granted.has(permission) };
  }, [viewer, sites, state]);
  return <Context value={value}>{children}</Context>;
}
