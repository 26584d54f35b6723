'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { useLanguage } from '../words/index.ts';
import { formatCount } from '../time/format.ts';
import { cx } from './class-names.ts';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly count?: number | undefined;
  readonly content?: ReactNode;
}

export interface TabsProps {
  /** The parameter of the URL that keeps which one is open; the first tab is no parameter. */
  readonly name: string;
  /** What the tabs choose between, for whoever does not see them. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly className?: string;
}

/** Views of the same thing; which one is open is in the URL. A tab without content only sets the parameter (read it by `useTab`). */
export function Tabs({ name, label, tabs, className }: TabsProps): ReactNode {
  const id = useId();
  const language = useLanguage();
  const [open, setOpen] = useTab(name, tabs);
  const current = tabs.find((tab) => tab.id === open);
  const withContent = tabs.some((tab) => tab.content !== undefined);
  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === open);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (next === undefined) return;
    setOpen(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div className={cx('flex min-h-0 flex-col', className)}>
      <div
        role="tablist"
        aria-label={label}
        className="flex shrink-0 gap-4 overflow-x-auto border-b border-line px-3"
        onKeyDown={keyDown}
        tabIndex={-1}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab.id === open}
            aria-controls={withContent && tab.id === open ? `${id}-panel` : undefined}
            tabIndex={tab.id === open ? 0 : -1}
            className={cx(
              '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 whitespace-nowrap touch:h-11',
              tab.id === open ? 'border-ink font-medium text-ink' : 'border-transparent text-ink-2 hover:text-ink',
            )}
            onClick={() => setOpen(tab.id)}
          >
            {tab.label}
            {tab.count !== undefined && <span className="tnum text-ink-3">{formatCount(tab.count, language)}</span>}
          </button>
        ))}
      </div>
      {withContent && (
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}`} className="min-h-0 flex-1">
          {current?.content}
        </div>
      )}
    </div>
  );
}

/** Which tab is open, and the way to another; an unknown one in the URL is the first. */
export function useTab(name: string, tabs: readonly { readonly id: string }[]): [string, (id: string) => void] {
  const [asked, setAsked] = useQueryState(name, parseAsString);
  const first = tabs[0]?.id ?? '';
  const open = tabs.some((tab) => tab.id === asked) ? (asked ?? first) : first;
  return [open, (id) => void setAsked(id === first ? null : id)];
}
