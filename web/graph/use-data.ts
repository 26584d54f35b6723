'use client';

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useQuery, type AnyVariables, type CombinedError, type TypedDocumentNode } from 'urql';
import { isActive } from './active.ts';
import { codesOf } from './errors.ts';
import { patched, patches, type Patch } from './patches.ts';

/** `ready` as soon as there is data, also while newer is being read; `forbidden` when the viewer may not read it at all. */
export type DataState = 'loading' | 'ready' | 'failed' | 'forbidden';

export interface DataOptions {
  /** Not asked while true. */
  readonly pause?: boolean;
  /** Kept in this browser, and shown from there when the gateway cannot be reached: what a technician needs on site. */
  readonly offline?: boolean;
}

export interface LoadedData<Data> {
  readonly data: Data | undefined;
  readonly state: DataState;
  /** Also set beside data, when reading it anew has failed. */
  readonly error: CombinedError | undefined;
  /** When it began to fail. */
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
  { pause = false, offline = false }: DataOptions = {},
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
  const kept = useKept(result.data ?? undefined);
  const data = useMemo(() => (kept === undefined ? undefined : patched(kept, all)), [kept, all]);
  const failedSince = useSince(result.error !== undefined);
  const refetch = useCallback(() => execute({ ...context, requestPolicy: 'network-only' }), [context, execute]);
  const failed = useLatest(result.error !== undefined);
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (pause) return;
    return isActive({ document, variables: JSON.parse(key), failed: () => failed.current, refetch });
  }, [document, key, pause, refetch, failed]);
  return {
    data,
    state: stateOf(data !== undefined, result.error, result.fetching),
    error: result.error,
    failedSince,
    stale: result.stale || (result.fetching && data !== undefined),
    refetch,
  };
}

const onlineContext = {};
const offlineContext = { offline: true };

export function stateOf(hasData: boolean, error: CombinedError | undefined, fetching: boolean): DataState {
  if (hasData) return 'ready';
  if (!error || fetching) return 'loading';
  return codesOf(error).has('FORBIDDEN') ? 'forbidden' : 'failed';
}

export function usePatches(): readonly Patch[] {
  return useSyncExternalStore(patches.all.subscribe, patches.all.get, () => none);
}

const none: readonly Patch[] = [];

/** The last value that was there: a failed reading does not take away what is on the screen. */
function useKept<T>(value: T | undefined): T | undefined {
  const [kept, setKept] = useState(value);
  if (value !== undefined && value !== kept) setKept(value);
  return value ?? kept;
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
