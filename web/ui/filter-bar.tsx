'use client';

import { ChevronDown, ListFilter, Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useKeys } from '../shell/keys.ts';
import { useWords } from '../words/index.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { controlClass } from './field.tsx';
import { Choice, useLabels, useRangeWords } from './filter-choice.tsx';
import type { FilterDef, ListState } from './list-state.ts';
import { usePhone } from './media.ts';
import { Popover } from './popover.tsx';
import type { Option } from './select.tsx';
import { Sheet } from './sheet.tsx';
import { SortChoice } from './sort-choice.tsx';

export interface FilterBarProps {
  readonly filters: readonly FilterDef[];
  readonly state: ListState;
  /** What it can be sorted by: chosen among the filters on a phone, whose list has no head to press. */
  readonly sorts?: readonly Option[];
  /** At the right end. */
  readonly children?: ReactNode;
}

/** The filters of a list in a row; on a phone the text stays and the rest is behind one button. Also used above a board or a map. */
export function FilterBar({ filters, state, sorts = none, children }: FilterBarProps): ReactNode {
  const t = useWords('ui');
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const texts = filters.filter((filter) => filter.kind === 'text');
  const others = filters.filter((filter) => filter.kind !== 'text');
  const set = others.filter((filter) => state.text(filter.name) !== '').length;
  return (
    <div role="search" className="flex min-h-10 shrink-0 items-start gap-1.5 border-b border-line px-3 py-1.5">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
        {texts.map((filter) => (
          <TextFilter key={filter.name} filter={filter} state={state} />
        ))}
        {phone
          ? others.length + sorts.length > 0 && (
              <Button icon={<ListFilter />} onClick={() => setOpen(true)} aria-haspopup="dialog">
                {set === 0 ? t('filters') : t('filtersSet', { n: set })}
              </Button>
            )
          : others.map((filter) => <Filter key={filter.name} filter={filter} state={state} />)}
        {state.filtered && !phone && (
          <Button variant="quiet" onClick={state.clear}>
            {t('clearFilters')}
          </Button>
        )}
      </div>
      {children !== undefined && <div className="flex shrink-0 items-center gap-1.5">{children}</div>}
      {phone && (
        <Sheet
          title={t('filters')}
          open={open}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button size="large" onClick={state.clear}>
                {t('clearFilters')}
              </Button>
              <Button size="large" variant="primary" onClick={() => setOpen(false)}>
                {t('showResults')}
              </Button>
            </>
          }
        >
          <div className="flex flex-col gap-5">
            {sorts.length > 0 && <SortChoice sorts={sorts} state={state} />}
            {others.map((filter) => (
              <div key={filter.name}>
                <div className="mb-1 font-medium">{filter.label}</div>
                <Choice filter={filter} state={state} />
              </div>
            ))}
          </div>
        </Sheet>
      )}
    </div>
  );
}

const none: readonly never[] = [];

/** How long typing rests before the list is asked again. */
const debounceMs = 250;

function TextFilter({ filter, state }: { readonly filter: FilterDef; readonly state: ListState }): ReactNode {
  const t = useWords('ui');
  const kept = state.text(filter.name);
  const [typed, setTyped] = useState<string | null>(null);
  const set = useRef(state.set);
  useEffect(() => {
    set.current = state.set;
  });
  useEffect(() => {
    if (typed === null) return undefined;
    const timer = setTimeout(() => {
      set.current(filter.name, typed);
      setTyped(null);
    }, debounceMs);
    return () => clearTimeout(timer);
  }, [typed, filter.name]);
  const input = useRef<HTMLInputElement>(null);
  useKeys([{ keys: '/', label: filter.label, group: t('filters'), run: () => input.current?.focus() }]);
  const value = typed ?? kept;
  return (
    <div className="relative w-[220px] phone:min-w-0 phone:flex-1">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-ink-3" />
      <input
        ref={input}
        type="search"
        aria-keyshortcuts="/"
        aria-label={filter.label}
        placeholder={filter.kind === 'text' ? (filter.placeholder ?? filter.label) : filter.label}
        value={value}
        className={cx(controlClass, 'pr-7 pl-7 [&::-webkit-search-cancel-button]:hidden')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') setTyped('');
        }}
      />
      {value !== '' && (
        <IconButton
          size="small"
          label={t('clear')}
          icon={<X />}
          className="!absolute top-1/2 right-0.5 -translate-y-1/2"
          onClick={() => setTyped('')}
        />
      )}
    </div>
  );
}

function Filter({ filter, state }: { readonly filter: FilterDef; readonly state: ListState }): ReactNode {
  const said = useSaid(filter, state);
  if (filter.kind === 'toggle') {
    return (
      <Button
        aria-pressed={state.on(filter.name)}
        // Round: pressed it is on; what is square with an arrow opens a choice.
        className={cx('!rounded-full', !state.on(filter.name) && '!font-normal')}
        onClick={() => state.set(filter.name, !state.on(filter.name))}
      >
        {filter.label}
      </Button>
    );
  }
  return (
    <Popover
      title={filter.label}
      trigger={
        <Button className={cx('!gap-1 !px-2', said === null ? '!font-normal' : '!border-ink-3')}>
          <span className={said === null ? undefined : 'font-normal text-ink-2'}>{filter.label}</span>
          {said !== null && <span className="max-w-[180px] truncate">{said}</span>}
          <ChevronDown aria-hidden className="size-3 shrink-0 text-ink-3" />
        </Button>
      }
    >
      <div className="w-[240px]">
        <Choice filter={filter} state={state} focus />
      </div>
    </Popover>
  );
}

/** What a filter is set to, in words; null when it is not set. */
function useSaid(filter: FilterDef, state: ListState): string | null {
  const t = useWords('ui');
  const values = state.values(filter.name);
  const labels = useLabels(filter, values);
  const ranges = useRangeWords();
  if (filter.kind === 'span') {
    const span = state.span(filter.name);
    return span === null ? null : (ranges(span) ?? t('ownSpan'));
  }
  if (values.length === 0) return null;
  return values.length > 2 ? t('nChosen', { n: values.length }) : labels.join(', ');
}
