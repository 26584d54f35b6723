'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useClient, type CombinedError } from 'urql';
import type { TrendTagQuery } from '../../gql/graphql.ts';
import { isActive } from '../../graph/active.ts';
import { trendTag } from './documents.ts';

export type TrendTag = NonNullable<TrendTagQuery['tag']>;

export interface Tags {
  /** By their ids; null for one that is unknown or out of reach, undefined for one that is being asked for or could not be read. */
  readonly known: ReadonlyMap<string, TrendTag | null>;
  /** Why some of them could not be read. */
  readonly failure: { readonly error: CombinedError; readonly since: Date } | undefined;
  readonly retry: () => void;
}

/** Facts of tags by their ids. What could not be read is asked for again when the page is connected again. */
export function useTags(ids: readonly string[]): Tags {
  const client = useClient();
  const [known, setKnown] = useState<Tags['known']>(new Map());
  const [failure, setFailure] = useState<Tags['failure']>();
  const [attempt, setAttempt] = useState(0);
  const key = ids.join(',');
  useEffect(() => {
    let gone = false;
    const asked = (key === '' ? [] : key.split(',')).map(async (id) => {
      const { data, error } = await client.query(trendTag, { id }).toPromise();
      if (!gone && data) setKnown((before) => new Map(before).set(id, data.tag));
      return data ? undefined : error;
    });
    void Promise.all(asked).then((errors) => {
      if (gone) return;
      const error = errors.find((each) => each !== undefined);
      setFailure((before) => error && { error, since: before?.since ?? new Date() });
    });
    return () => {
      gone = true;
    };
  }, [client, key, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const failed = useRef(false);
  useEffect(() => {
    failed.current = failure !== undefined;
  }, [failure]);
  useEffect(
    () => isActive({ document: trendTag, variables: { ids: key }, failed: () => failed.current, refetch: () => failed.current && retry() }),
    [key, retry],
  );
  const shown = useMemo(() => new Map(key.split(',').flatMap((id) => (known.has(id) ? [[id, known.get(id) ?? null]] : []))), [key, known]);
  return { known: shown, failure, retry };
}
