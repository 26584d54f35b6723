'use client';

import { useEffect } from 'react';
import type { AnyVariables, TypedDocumentNode } from 'urql';
import type { DataOptions } from './use-data.ts';
import { usePages, type LoadedPages, type Page } from './use-pages.ts';

interface AllOptions extends DataOptions {
  /** It goes on by itself until it has so many rows; `more` and `loadMore` tell of the rest. */
  readonly most: number;
}

/** A list that is read to its end, page after page: for what is looked at as a whole, or from its end. */
export function useAllPages<Data, Variables extends AnyVariables, Row>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'first' | 'after'>,
  pick: (data: Data) => Page<Row> | null | undefined,
  { most, ...options }: AllOptions,
): LoadedPages<Row> {
  const pages = usePages(document, variables, pick, options);
  const { rows, more, error, loadMore } = pages;
  const goesOn = more && error === undefined && rows.length < most;
  useEffect(() => {
    if (goesOn) loadMore();
  }, [goesOn, rows, loadMore]);
  return pages;
}
