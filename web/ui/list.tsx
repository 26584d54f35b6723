'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import { useKeys, type KeyBinding } from '../shell/keys.ts';
import { formatCount } from '../time/format.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { Checkbox } from './field.tsx';
import { FilterBar } from './filter-bar.tsx';
import { nextSort, useListState, type FilterDef, type ListState, type Sort } from './list-state.ts';
import { usePhone, useTouch } from './media.ts';
import { Popover } from './popover.tsx';
import { Empty, Failed, Loading } from './states.tsx';

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
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
  /** Under which its place in the scroll is kept; stands before the names in the URL when `prefixed`. */
  readonly name: string;
  readonly prefixed?: boolean;
  /** What it is a list of; read out, and named when it fails. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly state: 'loading' | 'ready' | 'failed' | 'forbidden';
  readonly error?: unknown;
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
  const place = `${props.name}?${query}`;
  const rowHeight = phone ? 60 : touch ? 36 : 28;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The head stands before the rows, and over them once they are scrolled.
    scrollMargin: phone ? 0 : headHeight,
    scrollPaddingStart: phone ? 0 : headHeight,
    initialOffset: () => places.get(place) ?? 0,
    getItemKey: (index) => keyAt(rows, index, rowKey),
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);

  const shown = useMemo(
    () => columns.filter((column) => (list.columns === null ? column.optional !== true : list.columns.includes(column.id))),
    [columns, list.columns],
  );
  const [active, setActive] = useState<string | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<string>>(noKeys);
  const pickedRows = useMemo(() => rows.filter((row) => picked.has(rowKey(row))), [rows, picked, rowKey]);
  const activeIndex = rows.findIndex((row) => rowKey(row) === (active ?? props.selected));

  const hrefOf = (row: Row): string | undefined => {
    const href = props.rowHref?.(row);
    return href === undefined || href.includes('?') || query === '' ? href : `${href}?${query}`;
  };
  const go = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    setActive(rowKey(row));
    virtual.scrollToIndex(index);
    // The row may have to be drawn first.
    requestAnimationFrame(() => focusRow(scroller.current, rowKey(row)));
  };
  const pick = (row: Row, on: boolean): void => {
    const next = new Set(picked);
    if (on) next.add(rowKey(row));
    else next.delete(rowKey(row));
    setPicked(next);
  };
  useKeys(
    listKeys({
      ...props,
      bulkActions,
      active: rows[activeIndex],
      activeIndex,
      picked: pickedRows,
      go,
      t,
      pick,
      isPicked: (row) => picked.has(rowKey(row)),
      clear: () => setPicked(noKeys),
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
  const shared: Drawn<Row> = { ...props, columns: shown, picked, pick, bulk: bulkActions.length > 0, hrefOf, open, template, setActive };

  return (
    <div className={cx('flex h-full min-h-0 min-w-0 flex-col', props.className)}>
      {(filters.length > 0 || props.toolbar !== undefined) && (
        <FilterBar filters={filters} state={list}>
          {props.toolbar}
          {!phone && <ColumnChooser columns={columns} list={list} />}
        </FilterBar>
      )}
      {pickedRows.length > 0 && <BulkBar actions={bulkActions} rows={pickedRows} clear={() => setPicked(noKeys)} />}
      {props.notice}
      <div
        ref={scroller}
        className="relative min-h-0 flex-1 overflow-auto"
        onScroll={(event) => places.set(place, event.currentTarget.scrollTop)}
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
            <Head
              drawn={shared}
              list={list}
              allPicked={rows.length > 0 && pickedRows.length === rows.length}
              pickAll={(on) => setPicked(on ? new Set(rows.map(rowKey)) : noKeys)}
            />
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
      {rows.length > 0 && <Foot {...props} />}
    </div>
  );
}

const none: readonly never[] = [];
/** Of the sticky head, in px. */
const headHeight = 28;
const noKeys: ReadonlySet<string> = new Set();

/** What a row needs at least: the smallest width of every track, the gaps between them, the padding. Left to the browser, tracks in `fr` would each ask for their share of the largest. */
function minWidthOf(template: string): number {
  const tracks = [...template.matchAll(/minmax\((\d+)px[^)]*\)|(\d+)px/g)].map(([, min, fixed]) => Number(min ?? fixed));
  return tracks.reduce((sum, track) => sum + track, 0) + 12 * (tracks.length - 1) + 24;
}

/** Where each list was scrolled to, so that Back finds it there. */
const places = new Map<string, number>();

function keyAt<Row>(rows: readonly Row[], index: number, rowKey: (row: Row) => string): string | number {
  const row = rows[index];
  return row === undefined ? index : rowKey(row);
}

function focusRow(scroller: HTMLElement | null, key: string): void {
  const row = scroller?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  (row?.querySelector<HTMLElement>('a[data-row]') ?? row)?.focus({ preventScroll: true });
}

interface KeyContext<Row> extends Pick<ListProps<Row>, 'keys' | 'label' | 'rows' | 'rowHref'> {
  readonly bulkActions: readonly BulkAction<Row>[];
  readonly active: Row | undefined;
  readonly activeIndex: number;
  readonly picked: readonly Row[];
  readonly go: (index: number) => void;
  readonly t: ReturnType<typeof useWords<'ui'>>;
  readonly pick: (row: Row, on: boolean) => void;
  readonly isPicked: (row: Row) => boolean;
  readonly clear: () => void;
}

/** J, K, X and what the screen adds: a key works on the chosen rows when there are any and it can, else on the row that has the focus. */
function listKeys<Row>({
  keys = none,
  bulkActions,
  active,
  activeIndex,
  picked,
  go,
  t,
  pick,
  isPicked,
  clear,
  label,
  rows,
}: KeyContext<Row>): KeyBinding[] {
  const bindings: KeyBinding[] = [
    { keys: 'j', label: t('keys.next'), group: label, run: () => go(Math.min(rows.length - 1, activeIndex + 1)) },
    { keys: 'k', label: t('keys.previous'), group: label, run: () => go(Math.max(0, activeIndex - 1)) },
  ];
  if (bulkActions.length > 0) {
    bindings.push({ keys: 'x', label: t('keys.pick'), group: label, run: () => active !== undefined && pick(active, !isPicked(active)) });
    if (picked.length > 0) bindings.push({ keys: 'escape', label: t('clearChoice'), group: label, run: clear });
  }
  const bulk = new Map(bulkActions.flatMap((action) => (action.keys === undefined ? [] : [[action.keys, action]])));
  for (const { key, label: words, run } of keys) {
    const many = bulk.get(key);
    bulk.delete(key);
    bindings.push({
      keys: key,
      label: words,
      group: label,
      run: () => {
        if (picked.length > 0 && many !== undefined) void many.run(picked);
        else if (active !== undefined) run(active);
      },
    });
  }
  for (const [key, action] of bulk) {
    bindings.push({ keys: key, label: action.label, group: label, run: () => picked.length > 0 && void action.run(picked) });
  }
  return bindings;
}

interface Drawn<Row> extends ListProps<Row> {
  readonly picked: ReadonlySet<string>;
  readonly pick: (row: Row, on: boolean) => void;
  readonly bulk: boolean;
  readonly hrefOf: (row: Row) => string | undefined;
  readonly open: (event: MouseEvent, row: Row) => void;
  readonly template: string;
  readonly setActive: (key: string) => void;
}

interface HeadProps<Row> {
  readonly drawn: Drawn<Row>;
  readonly list: ListState;
  readonly allPicked: boolean;
  readonly pickAll: (on: boolean) => void;
}

function Head<Row>({ drawn, list, allPicked, pickAll }: HeadProps<Row>): ReactNode {
  const t = useWords('ui');
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-canvas">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-[28px] items-center gap-x-3 border-b border-line px-3 text-xs text-ink-2"
        style={{ gridTemplateColumns: drawn.template }}
      >
        {drawn.bulk && (
          <div role="columnheader">
            <Checkbox
              label={t('pickAll')}
              labelHidden
              checked={allPicked}
              indeterminate={!allPicked && drawn.picked.size > 0}
              onChange={pickAll}
            />
          </div>
        )}
        {drawn.columns.map((column) => (
          <HeadCell key={column.id} column={column} list={list} />
        ))}
      </div>
    </div>
  );
}

function HeadCell<Row>({ column, list }: { readonly column: Column<Row>; readonly list: ListState }): ReactNode {
  const { sort: field } = column;
  const sorted = field !== undefined && list.sort?.field === field ? list.sort.direction : null;
  const className = cx('flex min-w-0 items-center gap-1', column.align === 'end' && 'justify-end');
  const label = <span className={cx('truncate', column.labelHidden === true && 'sr-only')}>{column.label}</span>;
  return (
    <div role="columnheader" className={className} aria-sort={sorted === null ? undefined : sorted === 'ASC' ? 'ascending' : 'descending'}>
      {field === undefined ? (
        label
      ) : (
        <button
          type="button"
          className="-mx-1 flex h-6 min-w-0 items-center gap-1 px-1 hover:text-ink"
          onClick={() => list.setSort(nextSort(list.sort, field))}
        >
          {label}
          {sorted === 'ASC' && <ArrowUp aria-hidden className="size-3 shrink-0" />}
          {sorted === 'DESC' && <ArrowDown aria-hidden className="size-3 shrink-0" />}
        </button>
      )}
    </div>
  );
}

interface WideRowProps<Row> {
  readonly drawn: Drawn<Row>;
  readonly row: Row;
  readonly index: number;
  readonly style: CSSProperties;
  readonly active: boolean;
}

function WideRow<Row>({ drawn, row, index, style, active }: WideRowProps<Row>): ReactNode {
  const t = useWords('ui');
  const key = drawn.rowKey(row);
  const href = drawn.hrefOf(row);
  const open = drawn.selected === key;
  const titleId = (drawn.columns.find((column) => column.phone === 'title') ?? drawn.columns[0])?.id;
  const mark = drawn.rowMark?.(row);
  return (
    <div
      role="row"
      data-key={key}
      aria-rowindex={index + 2}
      aria-current={open || undefined}
      tabIndex={href === undefined ? (active ? 0 : -1) : undefined}
      className={cx(
        'absolute top-0 left-0 grid w-full items-center gap-x-3 border-b border-line px-3',
        href !== undefined && 'cursor-pointer',
        open || active ? 'bg-selected' : 'hover:bg-hover',
        (open || active) && 'shadow-[inset_2px_0_0_var(--ink-3)]',
        drawn.rowDim?.(row) === true && 'text-ink-3',
      )}
      style={{ ...style, gridTemplateColumns: drawn.template, ...(mark !== undefined && { boxShadow: `inset 3px 0 0 ${mark}` }) }}
      onClick={(event) => drawn.open(event, row)}
      onFocus={() => drawn.setActive(key)}
    >
      {drawn.bulk && (
        <div role="cell">
          <Checkbox label={t('pick')} labelHidden checked={drawn.picked.has(key)} onChange={(on) => drawn.pick(row, on)} />
        </div>
      )}
      {drawn.columns.map((column) => (
        <div key={column.id} role="cell" className={cx('min-w-0 truncate', column.align === 'end' && 'tnum text-right')}>
          {column.id === titleId && href !== undefined ? (
            <Link href={href} data-row prefetch={false} className="text-ink no-underline">
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </div>
      ))}
    </div>
  );
}

function PhoneRow<Row>({ drawn, row, style }: { readonly drawn: Drawn<Row>; readonly row: Row; readonly style: CSSProperties }): ReactNode {
  const t = useWords('ui');
  const key = drawn.rowKey(row);
  const href = drawn.hrefOf(row);
  const at = (place: Column<Row>['phone']): readonly Column<Row>[] => drawn.columns.filter((column) => column.phone === place);
  const titles = at('title').length > 0 ? at('title') : drawn.columns.slice(0, 1);
  const title = titles.map((column) => (
    <span key={column.id} className="min-w-0 truncate">
      {column.cell(row)}
    </span>
  ));
  const mark = drawn.rowMark?.(row);
  return (
    <div
      role="listitem"
      data-key={key}
      aria-current={drawn.selected === key || undefined}
      className={cx(
        'absolute top-0 left-0 flex w-full items-center gap-2.5 border-b border-line px-3',
        drawn.selected === key && 'bg-selected',
        drawn.rowDim?.(row) === true && 'text-ink-3',
      )}
      style={{ ...style, ...(mark !== undefined && { boxShadow: `inset 3px 0 0 ${mark}` }) }}
      onClick={(event) => drawn.open(event, row)}
    >
      {drawn.bulk && <Checkbox label={t('pick')} labelHidden checked={drawn.picked.has(key)} onChange={(on) => drawn.pick(row, on)} />}
      {at('mark').map((column) => (
        <span key={column.id} className="shrink-0">
          {column.cell(row)}
        </span>
      ))}
      <div className="min-w-0 flex-1">
        <div className="flex gap-2 truncate font-medium">
          {href === undefined ? (
            title
          ) : (
            <Link href={href} data-row prefetch={false} className="flex min-w-0 gap-2 truncate text-ink no-underline">
              {title}
            </Link>
          )}
        </div>
        <div className="truncate text-sm text-ink-2 [&_.pill]:w-auto">
          {at('sub').map((column, index) => (
            <span key={column.id}>
              {index > 0 && <span aria-hidden> · </span>}
              {column.cell(row)}
            </span>
          ))}
        </div>
      </div>
      <div className="tnum flex max-w-[45%] shrink-0 flex-col items-end gap-0.5 text-sm [&_.pill]:w-auto">
        {at('end').map((column) => (
          <span key={column.id}>{column.cell(row)}</span>
        ))}
      </div>
    </div>
  );
}

function Nothing<Row>({ state, error, refetch, label, emptyNone, list }: ListProps<Row> & { readonly list: ListState }): ReactNode {
  const t = useWords('ui');
  if (state === 'loading') return <Loading rows={12} />;
  if (state === 'failed') return <Failed what={label} error={error} {...(refetch && { retry: refetch })} />;
  if (state === 'forbidden') return <Empty kind="forbidden" />;
  if (list.filtered) return <Empty kind="noMatch" action={<Button onClick={list.clear}>{t('clearFilters')}</Button>} />;
  return <Empty kind="none" {...emptyNone} />;
}

function Foot<Row>({ rows, total, state, more, refetch, label }: ListProps<Row>): ReactNode {
  const t = useWords('ui');
  const language = useLanguage();
  const n = formatCount(rows.length, language);
  return (
    <footer className="flex h-7 shrink-0 items-center gap-3 border-t border-line px-3 text-xs text-ink-2" aria-live="polite">
      <span className="tnum">
        {total == null || (more !== true && total <= rows.length)
          ? t('count', { n: rows.length, text: n })
          : t('countOf', { n, total: total >= 10_000 ? `${formatCount(10_000, language)}+` : formatCount(total, language) })}
      </span>
      {state === 'failed' && (
        <span className="ml-auto flex items-center gap-2 font-medium text-ink">
          {t('couldNotRefresh', { what: label })}
          {refetch !== undefined && (
            <Button size="small" onClick={refetch}>
              {t('retry')}
            </Button>
          )}
        </span>
      )}
    </footer>
  );
}

function BulkBar<Row>({
  actions,
  rows,
  clear,
}: {
  readonly actions: readonly BulkAction<Row>[];
  readonly rows: readonly Row[];
  readonly clear: () => void;
}): ReactNode {
  const t = useWords('ui');
  return (
    <div
      role="toolbar"
      aria-label={t('nChosen', { n: rows.length })}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-selected px-3 py-1"
    >
      <span className="tnum font-medium" aria-live="polite">
        {t('nChosen', { n: rows.length })}
      </span>
      {actions.map((action) => (
        <Button
          key={action.label}
          {...(action.keys !== undefined && { keys: action.keys })}
          reason={action.reason?.(rows)}
          onClick={() => action.run(rows)}
        >
          {action.label}
        </Button>
      ))}
      <Button variant="quiet" keys="escape" onClick={clear}>
        {t('clearChoice')}
      </Button>
    </div>
  );
}

function ColumnChooser<Row>({ columns, list }: { readonly columns: readonly Column<Row>[]; readonly list: ListState }): ReactNode {
  const t = useWords('ui');
  const usual = columns.filter((column) => column.optional !== true).map((column) => column.id);
  const shown = list.columns ?? usual;
  const toggle = (id: string, on: boolean): void => {
    const next = columns.map((column) => column.id).filter((each) => (each === id ? on : shown.includes(each)));
    if (next.length > 0) list.setColumns(next.join(',') === usual.join(',') ? null : next);
  };
  return (
    <Popover title={t('columns')} showTitle align="end" trigger={<IconButton label={t('columns')} icon={<Columns3 />} />}>
      <div className="flex flex-col" role="group" aria-label={t('columns')}>
        {columns.map((column) => (
          <Checkbox key={column.id} label={column.label} checked={shown.includes(column.id)} onChange={(on) => toggle(column.id, on)} />
        ))}
        <Button variant="quiet" className="mt-2" onClick={() => list.setColumns(null)} disabled={list.columns === null}>
          {t('usualColumns')}
        </Button>
      </div>
    </Popover>
  );
}
