'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { Option } from './select.tsx';

/** A filter of a list, described by data. Its value is in the URL under its name, or under `<list>.<name>` in a list that is not the page's own. */
export type FilterDef = {
  readonly name: string;
  readonly label: string;
} & (
  | {
      /** One or several of a few. */
      readonly kind: 'choice';
      readonly options: readonly Option[];
      readonly single?: boolean;
    }
  | { readonly kind: 'text'; readonly placeholder?: string }
  | {
      /** One or several of many: a site, an asset, a person. */
      readonly kind: 'pick';
      readonly search: (text: string, signal: AbortSignal) => Promise<readonly Option[]>;
      /** The words for a value that came by the URL; the value itself when it gives null. */
      readonly labelOf?: (value: string) => Promise<string | null>;
      readonly single?: boolean;
    }
  /** From and to in Grafana's grammar, as `now-7d..now`. */
  | { readonly kind: 'span' }
  | { readonly kind: 'toggle' }
);

export interface Sort {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

/** What a list shows, as the URL says it; a screen makes its query's variables from it. */
export interface ListState {
  readonly sort: Sort | null;
  /** The values of a choice or pick; empty when it does not filter. */
  readonly values: (name: string) => readonly string[];
  /** The value of a text, '' when it does not filter. */
  readonly text: (name: string) => string;
  readonly on: (name: string) => boolean;
  /** The edges of a span, null when it does not filter. */
  readonly span: (name: string) => { readonly from: string; readonly to: string } | null;
  readonly set: (name: string, value: string | readonly string[] | boolean | null) => void;
  readonly setSort: (sort: Sort | null) => void;
  /** Takes all filters away. */
  readonly clear: () => void;
  /** True when some filter is set. */
  readonly filtered: boolean;
  /** Ids of the shown columns; null when it is the list's own choice. */
  readonly columns: readonly string[] | null;
  readonly setColumns: (ids: readonly string[] | null) => void;
}

export interface ListStateOptions {
  readonly filters: readonly FilterDef[];
  /** How it is sorted when the URL does not say. */
  readonly sort?: Sort;
  /** For a second list on a page: stands before the names in the URL. */
  readonly prefix?: string;
}

/** The state of a list in the URL. `List` uses the same one by itself when it is given the same filters. */
export function useListState({ filters, sort: usual, prefix }: ListStateOptions): ListState {
  const before = prefix === undefined ? '' : `${prefix}.`;
  const names = filters.map((filter) => filter.name).join(' ');
  const parsers = useMemo(() => {
    const all = [...names.split(' ').filter((name) => name !== ''), 'sort', 'columns'];
    return Object.fromEntries(all.map((name) => [`${before}${name}`, parseAsString]));
  }, [names, before]);
  const [query, setQuery] = useQueryStates(parsers, { shallow: true });
  return useMemo(() => {
    const raw = (name: string): string => query[`${before}${name}`] ?? '';
    const write = (name: string, value: string | null, history: 'push' | 'replace'): void =>
      void setQuery({ [`${before}${name}`]: value === '' ? null : value }, { history });
    const list = (name: string): readonly string[] =>
      raw(name)
        .split(',')
        .filter((value) => value !== '');
    const filterNames = names.split(' ').filter((name) => name !== '');
    return {
      sort: parseSort(raw('sort')) ?? usual ?? null,
      values: list,
      text: raw,
      on: (name) => raw(name) === '1',
      span: (name) => parseSpan(raw(name)),
      set: (name, value) => {
        if (typeof value === 'string') write(name, value, 'replace');
        else if (typeof value === 'boolean') write(name, value ? '1' : null, 'push');
        else write(name, value === null ? null : value.join(','), 'push');
      },
      setSort: (sort) => write('sort', sort === null ? null : formatSort(sort), 'push'),
      clear: () => void setQuery(Object.fromEntries(filterNames.map((name) => [`${before}${name}`, null])), { history: 'push' }),
      filtered: filterNames.some((name) => raw(name) !== ''),
      columns: raw('columns') === '' ? null : list('columns'),
      setColumns: (ids) => write('columns', ids === null ? null : ids.join(','), 'replace'),
    };
    // `usual` is data of the screen's module or made anew at every drawing: what it says counts, not which object it is.
  }, [query, setQuery, names, before, usual?.field, usual?.direction]);
}

/** `-priority` is falling. */
export function parseSort(text: string): Sort | null {
  const match = /^(-?)(\w+)$/.exec(text);
  if (match === null) return null;
  return { field: match[2] ?? '', direction: match[1] === '-' ? 'DESC' : 'ASC' };
}

export function formatSort({ field, direction }: Sort): string {
  return direction === 'DESC' ? `-${field}` : field;
}

/** The next one when a column's head is pressed: rising, falling, the list's own. */
export function nextSort(current: Sort | null, field: string): Sort | null {
  if (current?.field !== field) return { field, direction: 'ASC' };
  return current.direction === 'ASC' ? { field, direction: 'DESC' } : null;
}

export function parseSpan(text: string): { readonly from: string; readonly to: string } | null {
  const [from, to, ...rest] = text.split('..');
  return from === undefined || to === undefined || from === '' || to === '' || rest.length > 0 ? null : { from, to };
}
