'use client';

import { useMemo } from 'react';
import { useClient } from 'urql';
import { graphql } from '../gql/gql.ts';
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

const siteNameQuery = graphql(`
  query SiteChoice($id: ID!) {
    site(id: $id) {
      id
      code
    }
  }
`);

/** A list's filter by site: its values are ids of sites, as `where` takes them. `label` is the word for it. */
export function useSiteFilter(label: string): FilterDef {
  const client = useClient();
  return useMemo(
    () => ({
      name: 'site',
      label,
      kind: 'pick' as const,
      search: async (text: string) => {
        const { data } = await client.query(sitesQuery, { text: text.trim() }).toPromise();
        return data?.sites.nodes.map(({ id, code, name }) => ({ value: id, label: code, note: name })) ?? [];
      },
      labelOf: async (id: string) => {
        const { data } = await client.query(siteNameQuery, { id }).toPromise();
        return data?.site?.code ?? null;
      },
    }),
    [client, label],
  );
}
