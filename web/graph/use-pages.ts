'use client';

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useClient, type AnyVariables, type CombinedError, type TypedDocumentNode } from 'urql';
import { isActive } from './active.ts';
import { useShowsKept } from './kept.ts';
import { PageChain, type Page, type Pages } from './page-chain.ts';
import { patched } from './patches.ts';
import { hasFailed, isRefused } from './reading.ts';
import { stateOf, usePatches, useSince, type DataOptions, type DataState } from './use-data.ts';

export type { Page } from './page-chain.ts';

/** Rows of one page: the most that the graph gives. */
export const rowsPerPage = 100;

export interface LoadedPages<Row> {
  /** Of all pages so far, each row once. */
  readonly rows: readonly Row[];
  /** How many there are in all, counted up to 10,000; undefined until known. */
  readonly total: number | undefined;
  readonly state: DataState;
  /** Also set beside rows, when reading them anew has failed. */
  readonly error: CombinedError | undefined;
  /** When reading them began to fail: rows beside it are older than that. */
  readonly failedSince: Date | undefined;
  /** Rows are of other variables, or newer ones are being read. */
  readonly stale: boolean;
  /** True when there are further pages. */
  readonly more: boolean;
  readonly loadMore: () => void;
  readonly refetch: () => void;
}

/**
 * A list, page by page. The document takes `$first: Int` and `$after: String` beside its own variables; `pick` finds the connection
 * in its answer (and is not part of the question: the list begins anew only with another document or other variables). Select
 * `pageInfo { hasNextPage endCursor }`, `totalCount` and `nodes` or `edges`.
 */
export function usePages<Data, Variables extends AnyVariables, Row>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'first' | 'after'>,
  pick: (data: Data) => Page<Row> | null | undefined,
  { pause = false, offline = false }: DataOptions = {},
): LoadedPages<Row> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const chain = useMemo(() => {
    const own: Variables = JSON.parse(key);
    return new PageChain<Data, Variables, Row>({
      client,
      document,
      variables: (after) => ({ ...own, first: rowsPerPage, after }),
      pick,
      idOf,
      offline,
    });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `pick` is written in place and says the same every time.
  }, [client, document, key, offline]);
  const pages = useSyncExternalStore(pause ? never : chain.subscribe, chain.get, chain.get);
  useEffect(() => {
    if (pause) return;
    const failed = () => hasFailed(chain.get().error) || chain.get().keptAt !== undefined;
    return isActive({ document, variables: JSON.parse(key), failed, refetch: chain.refetch });
  }, [chain, document, key, pause]);
  const shown = useShown(pages);
  const all = usePatches();
  const refused = isRefused(pages.error);
  const rows = useMemo(() => (refused ? [] : patched(shown.rows, all)), [shown.rows, refused, all]);
  const failedSince = useSince(hasFailed(pages.error));
  useShowsKept(pages.keptAt);
  return {
    rows,
    total: shown.total,
    state: stateOf(shown.loaded, pages.error, pages.fetching && pages.error === undefined),
    error: pages.error,
    failedSince,
    stale: pages.stale || pages !== shown || (pages.fetching && shown.loaded),
    more: shown.more,
    loadMore: chain.loadMore,
    refetch: chain.refetch,
  };
}

/** With other filters the rows before stay until the first of the new ones are there, or cannot be had. */
function useShown<Row>(pages: Pages<Row>): Pages<Row> {
  const [last, setLast] = useState(pages);
  if (pages.loaded && pages !== last) setLast(pages);
  return pages.loaded || pages.error || !last.loaded ? pages : last;
}

function idOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined;
}

function never(): () => void {
  return () => {};
}
