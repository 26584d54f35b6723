'use client';

import { useMemo } from 'react';
import { useClient } from 'urql';
import { graphql } from '../gql/gql.ts';
import { useViewer } from '../shell/viewer.tsx';
import type { FilterDef } from '../ui/list-state.ts';

const sitesQuery = graphql(`
  query SiteChoices($text: String!) {
    sites(first: 20, where: { or: [{ code: { contains: $text } }, { name: { contains: $text } }] }) {
      nodes {
        id
        code
        name
      }
    }
  }
`);

const siteQuery = graphql(`
  query SiteChoice($id: ID!) {
    site(id: $id) {
      id
      code
    }
  }
`);

/** So many are ticked in a list; more are searched for. */
const listedMax = 20;

/** A list's filter by site: its values are ids of sites, as `where` takes them. `label` is the word for it. */
export function useSiteFilter(label: string): FilterDef {
  const client = useClient();
  const { sites } = useViewer();
  return useMemo(() => {
    if (sites.length > 0 && sites.length <= listedMax) {
      return { name: 'site', label, kind: 'choice', options: sites.map(({ id, code }) => ({ value: id, label: code })) };
    }
    return {
      name: 'site',
      label,
      kind: 'pick',
      search: async (text) => {
        const { data } = await client.query(sitesQuery, { text: text.trim() }).toPromise();
        return data?.sites.nodes.map(({ id, code, name }) => ({ value: id, label: code, note: name })) ?? [];
      },
      labelOf: async (id) => {
        const { data } = await client.query(siteQuery, { id }).toPromise();
        return data?.site?.code ?? null;
      },
    };
  }, [client, label, sites]);
}
