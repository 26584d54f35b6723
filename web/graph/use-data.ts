'use client';

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useQuery, type AnyVariables, type CombinedError, type TypedDocumentNode } from 'urql';
import { isActive } from './active.ts';
import { useShowsKept } from './kept.ts';
import { patched, patches, type Patch } from './patches.ts';
import { hasFailed, isRefused, keptAtOf } from './reading.ts';

/** `ready` as soon as there is data, also while newer is being read; `forbidden` when the viewer may not read it at all. */
export type DataState = 'loading' | 'ready' | 'failed' | 'forbidden';

export interface DataOptions {
  /** Not asked while true. */
  readonly pause?: boolean;
  /** Kept in this browser, and shown from there when the gateway cannot be reached: what a technician needs on site. */
  readonly offline?: boolean;
  /** Read ahead of its use and shown nowhere: how old it is need not be told. */
  readonly unseen?: boolean;
}

export interface LoadedData<Data> {
  readonly data: Data | undefined;
  readonly state: DataState;
  /** Also set beside data, when reading it anew has failed. It stays until it is read, whatever the cache says meanwhile. */
  readonly error: CombinedError | undefined;
  /** When reading it began to fail: beside data, they are older than that. */
  readonly failedSince: Date | undefined;
  /** True while newer is being read, or these are the data of other variables. */
  readonly stale: boolean;
  readonly refetch: () => void;
}

/**
 * What a document asks, kept up to date: by live events, by what this person changes (shown before it is answered) and after a
 * reconnect. Shows at once what the cache has and reads it anew. Nested refusals make fields null and fail nothing.
 */
export function useData<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { pause = false, offline = false, unseen = false }: DataOptions = {},
): LoadedData<Data> {
  const context = offline ? offlineContext : onlineContext;
  const [result, execute] = useQuery<Data, Variables>({
    query: document,
    variables,
    pause: pause || typeof window === 'undefined',
    requestPolicy: 'cache-and-network',
    context,
  });
  const all = usePatches();
  const key = JSON.stringify(variables);
  const isOwn = JSON.stringify(result.operation?.variables ?? {}) === key;
  const error = isOwn ? result.error : undefined;
  const keptAt = isOwn ? keptAtOf(result) : undefined;
  const shown = useShown(isOwn ? (result.data ?? undefined) : undefined, key, error !== undefined);
  const refused = isRefused(error);
  const data = useMemo(() => (shown === undefined || refused ? undefined : patched(shown.data, all)), [shown, refused, all]);
  const failedSince = useSince(hasFailed(error));
  const refetch = useCallback(() => execute({ ...context, requestPolicy: 'network-only' }), [context, execute]);
  const failed = useLatest(hasFailed(error) || keptAt !== undefined);
  useShowsKept(unseen ? undefined : keptAt);
  useEffect(() => {
    if (pause) return;
    return isActive({ document, variables: JSON.parse(key), failed: () => failed.current, refetch });
  }, [document, key, pause, refetch, failed]);
  return {
    data,
    // What has failed stays told while it is tried again.
    state: stateOf(data !== undefined, error, result.fetching && error === undefined),
    error,
    failedSince,
    stale: data !== undefined && (result.stale || result.fetching || shown?.key !== key),
    refetch,
  };
}

const onlineContext = {};
const offlineContext = { offline: true };

export function stateOf(hasData: boolean, error: CombinedError | undefined, fetching: boolean): DataState {
  if (isRefused(error)) return 'forbidden';
  if (hasData) return 'ready';
  return error && !fetching ? 'failed' : 'loading';
}

export function usePatches(): readonly Patch[] {
  return useSyncExternalStore(patches.all.subscribe, patches.all.get, () => none);
}

const none: readonly Patch[] = [];

interface ShownData<Data> {
  readonly key: string;
  readonly data: Data;
}

/**
 * The last data that were there: a failed reading does not take away what is on the screen, and with other variables it stays until
 * theirs are there, but not when they cannot be had.
 */
function useShown<Data>(data: Data | undefined, key: string, hasFailed: boolean): ShownData<Data> | undefined {
  const [last, setLast] = useState<ShownData<Data>>();
  if (data !== undefined && (data !== last?.data || key !== last.key)) {
    const now = { key, data };
    setLast(now);
    return now;
  }
  return last && (last.key === key || !hasFailed) ? last : undefined;
}

export function useSince(is: boolean): Date | undefined {
  const [since, setSince] = useState<Date>();
  if (is && !since) setSince(new Date());
  if (!is && since) setSince(undefined);
  return since;
}

function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
