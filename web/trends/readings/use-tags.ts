'use client';

import { useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import type { TrendTagQuery } from '../../gql/graphql.ts';
import { trendTag } from './documents.ts';

export type TrendTag = NonNullable<TrendTagQuery['tag']>;

/** Facts of tags by their ids; null for one that is unknown or out of reach, undefined for one that is being asked for. */
export function useTags(ids: readonly string[]): ReadonlyMap<string, TrendTag | null> {
  const client = useClient();
  const [known, setKnown] = useState<ReadonlyMap<string, TrendTag | null>>(new Map());
  const key = ids.join(',');
  useEffect(() => {
    let gone = false;
    for (const id of key === '' ? [] : key.split(',')) {
      void client
        .query(trendTag, { id })
        .toPromise()
        .then(({ data, error }) => {
          if (gone || (error && !data)) return;
          setKnown((before) => new Map(before).set(id, data?.tag ?? null));
        });
    }
    return () => {
      gone = true;
    };
  }, [client, key]);
  return useMemo(() => new Map(key.split(',').flatMap((id) => (known.has(id) ? [[id, known.get(id) ?? null]] : []))), [key, known]);
}
