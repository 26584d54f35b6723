'use client';

import { Combobox } from '@base-ui/react/combobox';
import { ChevronsUpDown, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { cx } from './class-names.ts';
import type { ComboboxProps } from './combobox.tsx';
import { controlClass, FieldFrame } from './field.tsx';
import { landmarkOf } from './landmark.ts';
import type { Option } from './select.tsx';

/** How long typing rests before the list is asked for. */
const debounceMs = 150;

export default function ComboboxField({ value, onChange, search, placeholder, ...field }: ComboboxProps): ReactNode {
  const t = useWords('ui');
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const found = useFound(search, text, open);
  const input = useRef<HTMLInputElement>(null);
  // It comes later than what it stands in, so that nobody else can have given it the focus.
  useEffect(() => {
    if (field.autoFocus === true) input.current?.focus();
  }, [field.autoFocus]);
  return (
    <FieldFrame {...field}>
      {(ids) => (
        <Combobox.Root<Option>
          items={found.options}
          filter={null}
          value={value}
          onValueChange={(next) => onChange(next)}
          open={open}
          onOpenChange={setOpen}
          onInputValueChange={(next, details) => {
            // The name of what is chosen is put into the field too; that is nothing to search for.
            setText(details.reason === 'input-change' ? next : '');
          }}
          itemToStringLabel={(option) => option.label}
          isItemEqualToValue={(a, b) => a.value === b.value}
          autoHighlight
          disabled={field.disabled === true}
        >
          <div className="relative">
            <Combobox.Input
              {...ids}
              ref={input}
              name={field.name}
              placeholder={placeholder ?? t('typeToSearch')}
              className={cx(controlClass, 'pr-12')}
              onBlur={field.onBlur}
            />
            <div className="absolute inset-y-0 right-1 flex items-center text-ink-3">
              {value !== null && (
                <Combobox.Clear aria-label={t('clear')} className="flex p-1">
                  <X className="size-3.5" aria-hidden />
                </Combobox.Clear>
              )}
              <Combobox.Trigger aria-label={t('openList')} className="flex p-1">
                <ChevronsUpDown className="size-3.5" aria-hidden />
              </Combobox.Trigger>
            </div>
          </div>
          <Combobox.Portal container={landmarkOf(input.current)} className="fixed z-50">
            <Combobox.Positioner positionMethod="fixed" sideOffset={4} collisionPadding={8} className="z-50">
              <Combobox.Popup className="w-[var(--anchor-width)] min-w-[220px] rounded border border-line bg-raised py-1 shadow-overlay">
                <Combobox.Status className="px-3 text-sm text-ink-3">
                  {found.state === 'searching' && found.options.length === 0
                    ? t('searching')
                    : found.state === 'failed'
                      ? t('searchFailed')
                      : null}
                </Combobox.Status>
                {found.state === 'done' && (
                  <Combobox.Empty className="px-3 text-sm text-ink-3 empty:hidden">{t('nothingFound')}</Combobox.Empty>
                )}
                <Combobox.List className="max-h-[min(320px,var(--available-height))] overflow-y-auto">
                  {(option: Option) => (
                    <Combobox.Item
                      key={option.value}
                      value={option}
                      disabled={option.disabledReason !== undefined}
                      className="flex min-h-[28px] cursor-default flex-col justify-center px-3 py-1 touch:min-h-[44px] data-disabled:text-ink-3 data-highlighted:bg-hover data-selected:font-medium"
                    >
                      {option.label}
                      {(option.disabledReason ?? option.note) !== undefined && (
                        <span className="text-xs font-normal text-ink-3">{option.disabledReason ?? option.note}</span>
                      )}
                    </Combobox.Item>
                  )}
                </Combobox.List>
              </Combobox.Popup>
            </Combobox.Positioner>
          </Combobox.Portal>
        </Combobox.Root>
      )}
    </FieldFrame>
  );
}

interface Found {
  readonly state: 'searching' | 'done' | 'failed';
  readonly options: readonly Option[];
}

/** What the search gives for the text, once typing rests; an answer that was overtaken is dropped. */
function useFound(search: ComboboxProps['search'], text: string, open: boolean): Found {
  const [found, setFound] = useState<Found>({ state: 'searching', options: [] });
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  });
  useEffect(() => {
    if (!open) return undefined;
    const abort = new AbortController();
    setFound((before) => ({ ...before, state: 'searching' }));
    const timer = setTimeout(
      () => {
        latest.current(text, abort.signal).then(
          (options) => !abort.signal.aborted && setFound({ state: 'done', options }),
          () => !abort.signal.aborted && setFound({ state: 'failed', options: [] }),
        );
      },
      text === '' ? 0 : debounceMs,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, open]);
  return found;
}
