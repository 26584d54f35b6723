'use client';

import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import type { ShellSearchQuery } from '../gql/graphql.ts';
import { graphql } from '../gql/gql.ts';
import { links } from '../links.ts';
import { useViewer } from './viewer.tsx';

const searchQuery = graphql(`
  query ShellSearch(
    $text: String!
    $withSites: Boolean!
    $withAssets: Boolean!
    $withOrders: Boolean!
    $withItems: Boolean!
    $withAlarms: Boolean!
  ) {
    sites(first: 4, where: { or: [{ code: { contains: $text } }, { name: { contains: $text } }] }) @include(if: $withSites) {
      nodes {
        id
        code
        name
      }
    }
    assets(first: 8, where: { or: [{ code: { contains: $text } }, { name: { contains: $text } }] }) @include(if: $withAssets) {
      nodes {
        id
        code
        name
        site {
          id
          code
        }
      }
    }
    workOrders(first: 6, where: { or: [{ number: { contains: $text } }, { title: { contains: $text } }] }) @include(if: $withOrders) {
      nodes {
        id
        number
        title
        status
      }
    }
    inventoryItems(first: 5, where: { or: [{ code: { contains: $text } }, { name: { contains: $text } }] }) @include(if: $withItems) {
      nodes {
        id
        code
        name
        site {
          id
          code
        }
      }
    }
    alerts(first: 5, where: { or: [{ number: { contains: $text } }, { title: { contains: $text } }] }) @include(if: $withAlarms) {
      nodes {
        id
        number
        title
        severity
        status
        asset {
          id
          code
        }
      }
    }
  }
`);

export type HitKind = 'sites' | 'assets' | 'workOrders' | 'items' | 'alarms';

/** Something that was found: what it is called, what tells it from others, and where it is. */
export interface Hit {
  readonly kind: HitKind;
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly note: string;
  readonly href: string;
}

export interface Found {
  readonly state: 'idle' | 'searching' | 'done' | 'failed';
  readonly hits: readonly Hit[];
}

/** Fewer letters fit too much. */
const lettersMin = 2;
/** How long typing rests before the graph is asked. */
const debounceMs = 120;

/** What fits the text among everything that the viewer may see, by code, name, number or title. */
export function useSearch(text: string): Found {
  const client = useClient();
  const { can } = useViewer();
  const wanted = text.trim();
  const [found, setFound] = useState<Found & { readonly text: string }>({ state: 'idle', hits: [], text: '' });
  const [withSites, withAssets, withOrders] = [can('read:sites'), can('read:assets'), can('read:work-orders')];
  const [withItems, withAlarms] = [can('read:inventory'), can('read:alerts')];
  useEffect(() => {
    if (wanted.length < lettersMin) return undefined;
    let overtaken = false;
    const timer = setTimeout(() => {
      const variables = { text: wanted, withSites, withAssets, withOrders, withItems, withAlarms };
      void client
        .query(searchQuery, variables, { requestPolicy: 'cache-and-network' })
        .toPromise()
        .then(({ data }) => {
          if (!overtaken)
            setFound({ state: data === undefined ? 'failed' : 'done', hits: data === undefined ? [] : hitsOf(data), text: wanted });
        });
    }, debounceMs);
    return () => {
      overtaken = true;
      clearTimeout(timer);
    };
  }, [client, wanted, withSites, withAssets, withOrders, withItems, withAlarms]);
  if (wanted.length < lettersMin) return { state: 'idle', hits: [] };
  return found.text === wanted ? found : { state: 'searching', hits: found.hits };
}

function hitsOf({ sites, assets, workOrders, inventoryItems, alerts }: ShellSearchQuery): readonly Hit[] {
  return [
    ...(sites?.nodes ?? []).map(({ id, code, name }) => ({
      kind: 'sites' as const,
      id,
      code,
      name,
      note: '',
      href: links.assets({ site: id }),
    })),
    ...(assets?.nodes ?? []).map(({ id, code, name, site }) => ({
      kind: 'assets' as const,
      id,
      code,
      name,
      note: site?.code ?? '',
      href: links.asset(code),
    })),
    ...(workOrders?.nodes ?? []).map(({ id, number, title }) => ({
      kind: 'workOrders' as const,
      id,
      code: number,
      name: title,
      note: '',
      href: links.workOrder(number),
    })),
    ...(inventoryItems?.nodes ?? []).map(({ id, code, name, site }) => ({
      kind: 'items' as const,
      id,
      code,
      name,
      note: site?.code ?? '',
      href: links.inventoryItem(id),
    })),
    ...(alerts?.nodes ?? []).map(({ id, number, title, asset }) => ({
      kind: 'alarms' as const,
      id,
      code: asset?.code ?? number,
      name: title,
      note: asset === null ? '' : number,
      href: links.alarm(id),
    })),
  ];
}
