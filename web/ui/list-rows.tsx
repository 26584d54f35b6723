'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { useRef, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { cx } from './class-names.ts';
import { Checkbox } from './field.tsx';
import { nextSort, type ListState } from './list-state.ts';
import type { Column, ListProps } from './list.tsx';

/** What a list's head and rows are drawn from. */
export interface Drawn<Row> extends ListProps<Row> {
  readonly picked: ReadonlySet<string>;
  readonly pick: (row: Row, on: boolean, range?: boolean) => void;
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

export function Head<Row>({ drawn, list, allPicked, pickAll }: HeadProps<Row>): ReactNode {
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

export function WideRow<Row>({ drawn, row, index, style, active }: WideRowProps<Row>): ReactNode {
  const t = useWords('ui');
  const key = drawn.rowKey(row);
  const href = drawn.hrefOf(row);
  const open = drawn.selected === key;
  const titleId = (drawn.columns.find((column) => column.phone === 'title') ?? drawn.columns[0])?.id;
  const mark = drawn.rowMark?.(row);
  const shift = useRef(false);
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
        // With Shift a press would also mark the text from where it was pressed before.
        <div
          role="cell"
          onMouseDown={(event) => event.shiftKey && event.preventDefault()}
          onClickCapture={(event) => (shift.current = event.shiftKey)}
        >
          <Checkbox label={t('pick')} labelHidden checked={drawn.picked.has(key)} onChange={(on) => drawn.pick(row, on, shift.current)} />
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

export function PhoneRow<Row>({
  drawn,
  row,
  style,
}: {
  readonly drawn: Drawn<Row>;
  readonly row: Row;
  readonly style: CSSProperties;
}): ReactNode {
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
      {/* Its ground for a finger reaches under the mark, so that the words have the room. */}
      {drawn.bulk && (
        <Checkbox
          label={t('pick')}
          labelHidden
          className="touch:-me-3"
          checked={drawn.picked.has(key)}
          onChange={(on) => drawn.pick(row, on)}
        />
      )}
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
