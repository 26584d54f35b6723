'use client';

import { Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '../time/format.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { Button, IconButton } from './button.tsx';
import { Checkbox } from './field.tsx';
import type { ListState } from './list-state.ts';
import type { BulkAction, Column, ListProps } from './list.tsx';
import { Popover } from './popover.tsx';
import { Empty, Failed, Loading, NotRefreshed } from './states.tsx';

export function Nothing<Row>({
  state,
  error,
  failedSince,
  refetch,
  label,
  emptyNone,
  list,
}: ListProps<Row> & { readonly list: ListState }): ReactNode {
  const t = useWords('ui');
  if (state === 'loading') return <Loading rows={12} />;
  if (state === 'failed') return <Failed what={label} error={error} since={failedSince} retry={refetch} />;
  if (state === 'forbidden') return <Empty kind="forbidden" />;
  if (list.filtered) return <Empty kind="noMatch" action={<Button onClick={list.clear}>{t('clearFilters')}</Button>} />;
  return <Empty kind="none" {...emptyNone} />;
}

/** Below the rows: that they are older than they look, and how many there are. Nothing of it where `Nothing` tells why there are none. */
export function Foot<Row>({ rows, total, more, state, label, error, failedSince, refetch }: ListProps<Row>): ReactNode {
  const t = useWords('ui');
  const language = useLanguage();
  const n = formatCount(rows.length, language);
  return (
    <>
      {(rows.length > 0 || state === 'ready') && <NotRefreshed what={label} error={error} failedSince={failedSince} refetch={refetch} />}
      {rows.length > 0 && (
        <footer className="flex h-7 shrink-0 items-center gap-3 border-t border-line px-3 text-xs text-ink-2" aria-live="polite">
          <span className="tnum">
            {total == null || (more !== true && total <= rows.length)
              ? t('count', { n: rows.length, text: n })
              : t('countOf', { n, total: total >= 10_000 ? `${formatCount(10_000, language)}+` : formatCount(total, language) })}
          </span>
        </footer>
      )}
    </>
  );
}

export function BulkBar<Row>({
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

export function ColumnChooser<Row>({ columns, list }: { readonly columns: readonly Column<Row>[]; readonly list: ListState }): ReactNode {
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
          <Checkbox
            key={column.id}
            label={column.longLabel ?? column.label}
            checked={shown.includes(column.id)}
            onChange={(on) => toggle(column.id, on)}
          />
        ))}
        <Button variant="quiet" className="mt-2" onClick={() => list.setColumns(null)} disabled={list.columns === null}>
          {t('usualColumns')}
        </Button>
      </div>
    </Popover>
  );
}
