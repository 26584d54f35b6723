'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import { useKeys } from '../shell/keys.ts';
import { useWords } from '../words/index.ts';
import { cx } from './class-names.ts';
import { FilterBar } from './filter-bar.tsx';
import { BulkBar, ColumnChooser, Foot, Nothing } from './list-around.tsx';
import { listKeys } from './list-keys.ts';
import { useListPlace } from './list-place.ts';
import { Head, PhoneRow, WideRow, type Drawn } from './list-rows.tsx';
import { formatSort, useListState, type FilterDef, type Sort } from './list-state.ts';
import { usePhone, useTouch } from './media.ts';
import type { Option } from './select.tsx';
import { usePicked } from './use-picked.ts';

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** What it is called where there is room: among the columns and sorts to choose from. */
  readonly longLabel?: string;
  readonly cell: (row: Row) => ReactNode;
  /** A CSS grid track: `96px`, `minmax(160px, 2fr)`; `minmax(80px, 1fr)` unless told. */
  readonly width?: string;
  readonly align?: 'start' | 'end';
  /** Name by which the screen can sort; without it the head is no button. */
  readonly sort?: string;
  /** Not shown until somebody asks for it. */
  readonly optional?: boolean;
  /** Where it goes on a phone's two-line card; nowhere unless told. */
  readonly phone?: 'title' | 'sub' | 'end' | 'mark';
  /** The label is only for whoever does not see the column (a mark). */
  readonly labelHidden?: boolean;
}

export interface RowKey<Row> {
  readonly key: string;
  readonly label: string;
  readonly run: (row: Row) => void;
}

export interface BulkAction<Row> {
  readonly label: string;
  readonly keys?: string;
  /** Why the chosen rows cannot have it. */
  readonly reason?: (rows: readonly Row[]) => string | undefined;
  readonly run: (rows: readonly Row[]) => void | Promise<unknown>;
}

export interface ListProps<Row> {
  /** Tells it from the lists that the same page shows in its stead; stands before the names in the URL when `prefixed`. */
  readonly name: string;
  readonly prefixed?: boolean;
  /** What it is a list of; read out, and named when it fails. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** How many were read, where several make one row. */
  readonly read?: number;
  readonly state: 'loading' | 'ready' | 'failed' | 'forbidden';
  readonly error?: unknown;
  /** When reading began to fail: rows beside it are older than that. */
  readonly failedSince?: Date | undefined;
  readonly total?: number | null | undefined;
  /** True when there are more rows to be had. */
  readonly more?: boolean;
  readonly loadMore?: () => void;
  readonly refetch?: () => void;
  /** True while what is shown is being read again. */
  readonly stale?: boolean;
  readonly rowKey: (row: Row) => string;
  /** A row's page. The query of the list goes along unless the address has one of its own. */
  readonly rowHref?: (row: Row) => string;
  /** Draws a row's left edge: for what must not be overlooked. */
  readonly rowMark?: (row: Row) => string | undefined;
  /** Draws a row dimmed. */
  readonly rowDim?: (row: Row) => boolean;
  /** Key of the row whose detail is open. */
  readonly selected?: string | null | undefined;
  readonly bulkActions?: readonly BulkAction<Row>[];
  readonly keys?: readonly RowKey<Row>[];
  readonly filters?: readonly FilterDef[];
  /** How it is sorted when the URL does not say. */
  readonly sort?: Sort;
  readonly emptyNone: { readonly title: string; readonly detail?: ReactNode; readonly action?: ReactNode };
  /** Between filters and head: "7 new", a warning. */
  readonly notice?: ReactNode;
  /** At the right of the filters. */
  readonly toolbar?: ReactNode;
  /** Height of a row on a phone, where two lines are not enough. */
  readonly phoneRowPx?: number;
  readonly className?: string;
}

/** The one list: by data it gets its columns, filters, keys and states; what it shows is in the URL. It fills the height it is given. */
export function List<Row>(props: ListProps<Row>): ReactNode {
  const { columns, rows, state, rowKey, filters = none, bulkActions = none, loadMore, more = false } = props;
  const t = useWords('ui');
  const list = useListState({ filters, ...(props.sort && { sort: props.sort }), ...(props.prefixed === true && { prefix: props.name }) });
  const phone = usePhone();
  const touch = useTouch();
  const query = useSearchParams().toString();
  const router = useRouter();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = phone ? (props.phoneRowPx ?? 60) : touch ? 36 : 28;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The head stands before the rows, and over them once they are scrolled.
    scrollMargin: phone ? 0 : headHeight,
    scrollPaddingStart: phone ? 0 : headHeight,
    getItemKey: (index) => keyAt(rows, index, rowKey),
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const place = useListPlace({
    scroller,
    name: props.prefixed === true ? `${props.name}.row` : 'row',
    question: {
      list: props.name,
      sort: list.sort === null ? '' : formatSort(list.sort),
      ...Object.fromEntries(filters.map(({ name }) => [`filter.${name}`, list.text(name)])),
    },
    rowHeight,
    count: rows.length,
    read: props.read ?? rows.length,
    more,
    ready: state === 'ready',
    stale: props.stale === true,
    loadMore,
  });

  const shown = useMemo(
    () => columns.filter((column) => (list.columns === null ? column.optional !== true : list.columns.includes(column.id))),
    [columns, list.columns],
  );
  const [active, setActive] = useState<string | null>(null);
  const picked = usePicked(rows, rowKey);
  const activeIndex = rows.findIndex((row) => rowKey(row) === (active ?? props.selected));

  const hrefOf = (row: Row): string | undefined => {
    const href = props.rowHref?.(row);
    return href === undefined || href.includes('?') || query === '' ? href : `${href}?${query}`;
  };
  const go = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    place.leave();
    setActive(rowKey(row));
    virtual.scrollToIndex(index);
    // The row may have to be drawn first.
    requestAnimationFrame(() => focusRow(scroller.current, rowKey(row)));
  };
  useKeys(
    listKeys({
      ...props,
      bulkActions,
      active: rows[activeIndex],
      activeIndex,
      picked: picked.rows,
      go,
      t,
      pick: picked.pick,
      isPicked: (row) => picked.keys.has(rowKey(row)),
      clear: picked.clear,
    }),
  );

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (more && state === 'ready' && last >= rows.length - 20) loadMore?.();
  }, [more, state, last, rows.length, loadMore]);

  const open = (event: MouseEvent, row: Row): void => {
    if (event.defaultPrevented || (event.target instanceof Element && event.target.closest('a, button, input, label') !== null)) return;
    if (String(getSelection() ?? '') !== '') return;
    setActive(rowKey(row));
    const href = hrefOf(row);
    if (href !== undefined) router.push(href);
  };
  const template = [bulkActions.length > 0 ? '28px' : '', ...shown.map((column) => column.width ?? 'minmax(80px, 1fr)')].join(' ');
  const refetching = (state === 'loading' && rows.length > 0) || props.stale === true;
  const shared: Drawn<Row> = {
    ...props,
    columns: shown,
    picked: picked.keys,
    pick: picked.pick,
    bulk: bulkActions.length > 0,
    hrefOf,
    open,
    template,
    setActive,
  };

  return (
    <div className={cx('flex h-full min-h-0 min-w-0 flex-col', props.className)}>
      {(filters.length > 0 || props.toolbar !== undefined) && (
        <FilterBar filters={filters} state={list} sorts={sortsOf(columns)}>
          {props.toolbar}
          {!phone && <ColumnChooser columns={columns} list={list} />}
        </FilterBar>
      )}
      {picked.rows.length > 0 && <BulkBar actions={bulkActions} rows={picked.rows} clear={picked.clear} />}
      {props.notice}
      <div
        ref={scroller}
        className="relative min-h-0 flex-1 overflow-auto"
        onScroll={place.onScroll}
        onWheel={place.leave}
        onPointerDown={place.leave}
      >
        {refetching && <div className="busy-bar sticky top-0 left-0 z-20 -mb-0.5 h-0.5 w-full" aria-hidden />}
        {/* One width for head and rows, so that their columns stand under each other also where they overflow. */}
        <div
          style={phone ? undefined : { minWidth: minWidthOf(template) }}
          role={phone ? undefined : 'table'}
          aria-label={phone ? undefined : props.label}
          aria-rowcount={phone ? undefined : (props.total ?? rows.length) + 1}
          aria-busy={phone ? undefined : state === 'loading'}
        >
          {!phone && (
            <Head drawn={shared} list={list} allPicked={rows.length > 0 && picked.rows.length === rows.length} pickAll={picked.pickAll} />
          )}
          {rows.length > 0 && (
            <div
              role={phone ? 'list' : 'rowgroup'}
              aria-label={phone ? props.label : undefined}
              className="relative w-full"
              style={{ height: virtual.getTotalSize() }}
            >
              {items.map((item) => {
                const row = rows[item.index];
                if (row === undefined) return null;
                const style: CSSProperties = { height: item.size, transform: `translateY(${item.start - (phone ? 0 : headHeight)}px)` };
                return phone ? (
                  <PhoneRow key={item.key} drawn={shared} row={row} style={style} />
                ) : (
                  <WideRow key={item.key} drawn={shared} row={row} index={item.index} style={style} active={rowKey(row) === active} />
                );
              })}
            </div>
          )}
        </div>
        {rows.length === 0 && <Nothing {...props} list={list} />}
      </div>
      <Foot {...props} />
    </div>
  );
}

const none: readonly never[] = [];
function sortsOf<Row>(columns: readonly Column<Row>[]): readonly Option[] {
  return columns.flatMap(({ sort, label, longLabel }) => (sort === undefined ? [] : [{ value: sort, label: longLabel ?? label }]));
}

/** Of the sticky head, in px. */
const headHeight = 28;

/** What a row needs at least: the smallest width of every track, the gaps between them, the padding. Left to the browser, tracks in `fr` would each ask for their share of the largest. */
function minWidthOf(template: string): number {
  const tracks = [...template.matchAll(/minmax\((\d+)px[^)]*\)|(\d+)px/g)].map(([, min, fixed]) => Number(min ?? fixed));
  return tracks.reduce((sum, track) => sum + track, 0) + 12 * (tracks.length - 1) + 24;
}

function keyAt<Row>(rows: readonly Row[], index: number, rowKey: (row: Row) => string): string | number {
  const row = rows[index];
  return row === undefined ? index : rowKey(row);
}

function focusRow(scroller: HTMLElement | null, key: string): void {
  const row = scroller?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  (row?.querySelector<HTMLElement>('a[data-row]') ?? row)?.focus({ preventScroll: true });
}
