'use client';

import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { quickRanges } from '../time/range.ts';
import { useWords } from '../words/index.ts';
import { IconButton } from './button.tsx';
import { Combobox } from './combobox.tsx';
import { Checkbox, DateTimeField } from './field.tsx';
import type { FilterDef, ListState } from './list-state.ts';
import { Select } from './select.tsx';

/** The words for a filter's values; an ellipsis while they are asked for. */
export function useLabels(filter: FilterDef, values: readonly string[]): readonly string[] {
  const [known, setKnown] = useState<Readonly<Record<string, string>>>({});
  const key = values.join(',');
  const search = filter.kind === 'pick' ? filter.labelOf : undefined;
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  });
  useEffect(() => {
    let gone = false;
    const ask = latest.current;
    if (ask === undefined || key === '') return undefined;
    for (const value of key.split(',')) {
      ask(value).then(
        (label) => !gone && label !== null && setKnown((before) => ({ ...before, [value]: label })),
        () => undefined,
      );
    }
    return () => {
      gone = true;
    };
  }, [key]);
  if (filter.kind === 'choice') return values.map((value) => filter.options.find((option) => option.value === value)?.label ?? value);
  return values.map((value) => known[value] ?? '…');
}

/** A span in words when it is one of the quick ranges. */
export function useRangeWords(): (span: { readonly from: string; readonly to: string }) => string | null {
  const t = useWords('time');
  return (span) => {
    const quick = quickRanges.find(({ from, to }) => from === span.from && to === span.to);
    return quick === undefined ? null : t(`ranges.${quick.from}`);
  };
}

/** What a filter is set by: in the popover of its button, or one under the other in a phone's sheet. */
export function Choice({
  filter,
  state,
  focus = false,
}: {
  readonly filter: FilterDef;
  readonly state: ListState;
  readonly focus?: boolean;
}): ReactNode {
  if (filter.kind === 'choice') return <Options filter={filter} state={state} />;
  if (filter.kind === 'pick') return <Pick filter={filter} state={state} focus={focus} />;
  if (filter.kind === 'span') return <Span filter={filter} state={state} />;
  if (filter.kind === 'toggle') {
    return <Checkbox label={filter.label} checked={state.on(filter.name)} onChange={(checked) => state.set(filter.name, checked)} />;
  }
  return null;
}

function Options({ filter, state }: { readonly filter: FilterDef & { readonly kind: 'choice' }; readonly state: ListState }): ReactNode {
  const values = state.values(filter.name);
  const toggle = (value: string, checked: boolean): void => {
    const others = filter.single === true ? [] : values.filter((each) => each !== value);
    // In the order in which they are offered, so that the same choice is the same URL.
    const next = new Set(checked ? [...others, value] : others);
    state.set(
      filter.name,
      filter.options.map((option) => option.value).filter((each) => next.has(each)),
    );
  };
  return (
    <div role="group" aria-label={filter.label} className="flex flex-col">
      {filter.options.map((option) => (
        <Checkbox
          key={option.value}
          label={option.label}
          checked={values.includes(option.value)}
          onChange={(checked) => toggle(option.value, checked)}
        />
      ))}
    </div>
  );
}

function Pick({
  filter,
  state,
  focus,
}: {
  readonly focus: boolean;
  readonly filter: FilterDef & { readonly kind: 'pick' };
  readonly state: ListState;
}): ReactNode {
  const t = useWords('ui');
  const values = state.values(filter.name);
  const labels = useLabels(filter, values);
  return (
    <div className="flex flex-col gap-2">
      <Combobox
        label={filter.label}
        labelHidden
        autoFocus={focus}
        value={null}
        search={filter.search}
        onChange={(option) => {
          if (option === null) return;
          state.set(filter.name, filter.single === true ? [option.value] : [...new Set([...values, option.value])]);
        }}
      />
      {values.map((value, index) => (
        <div key={value} className="flex items-center gap-1">
          <span className="min-w-0 flex-1 truncate">{labels[index]}</span>
          <IconButton
            size="small"
            label={t('removeOne', { name: labels[index] ?? value })}
            icon={<X />}
            onClick={() =>
              state.set(
                filter.name,
                values.filter((each) => each !== value),
              )
            }
          />
        </div>
      ))}
    </div>
  );
}

function Span({ filter, state }: { readonly filter: FilterDef; readonly state: ListState }): ReactNode {
  const t = useWords('ui');
  const words = useRangeWords();
  const span = state.span(filter.name);
  const isQuick = span !== null && words(span) !== null;
  const own = span !== null && !isQuick ? span : null;
  const setOwn = (from: string | null, to: string | null): void => {
    if (from !== null && to !== null) state.set(filter.name, `${from}..${to}`);
  };
  return (
    <div className="flex flex-col gap-3">
      <Select
        label={filter.label}
        labelHidden
        placeholder={t('anyTime')}
        value={isQuick ? `${span.from}..${span.to}` : ''}
        options={quickRanges.map((range) => ({ value: `${range.from}..${range.to}`, label: words(range) ?? range.from }))}
        onChange={(value) => state.set(filter.name, value)}
      />
      <DateTimeField label={t('from')} value={own?.from ?? null} onChange={(from) => setOwn(from, own?.to ?? new Date().toISOString())} />
      <DateTimeField label={t('to')} value={own?.to ?? null} onChange={(to) => setOwn(own?.from ?? new Date(0).toISOString(), to)} />
    </div>
  );
}
