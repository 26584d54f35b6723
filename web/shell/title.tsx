'use client';

import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { Observed } from '../graph/observed.ts';
import { cx } from '../ui/class-names.ts';

const product = 'dCMMS';
const current = new Observed(product);
const waiting = new Observed(0);

/** Names the page in the browser's tab and in its history: `INV-07 · dCMMS`. */
export function usePageTitle(title: string | null | undefined): void {
  useEffect(() => {
    if (title != null && title !== '') current.set(`${title} · ${product}`);
  }, [title]);
}

/** How many alarms nobody has acknowledged, before every title: `(3) Alarms · dCMMS` is seen while another tab is open. */
export function useTitleCount(n: number): void {
  useEffect(() => {
    waiting.set(n);
  }, [n]);
}

/** The document's only title. As metadata of the layout it would be written again, over the page's, whenever Next streams it. */
export function DocumentTitle(): ReactNode {
  const title = useSyncExternalStore(current.subscribe, current.get, () => product);
  const n = useSyncExternalStore(waiting.subscribe, waiting.get, () => 0);
  return <title>{n > 0 ? `(${n}) ${title}` : title}</title>;
}

export interface PageHeadProps {
  readonly title: string;
  /** Beside the title, quieter. */
  readonly note?: ReactNode;
  /** At the right. */
  readonly children?: ReactNode;
  /** Heard and not seen: where the page shows by itself what it is. */
  readonly hidden?: boolean;
}

/** The head of a page: its only `h1`, its title, and what can be done with the whole of it. */
export function PageHead({ title, note, children, hidden = false }: PageHeadProps): ReactNode {
  usePageTitle(title);
  if (hidden) return <h1 className="sr-only">{title}</h1>;
  return (
    <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1.5">
      <h1 className={cx('text-lg')}>{title}</h1>
      {note !== undefined && <div className="text-sm text-ink-2">{note}</div>}
      {children !== undefined && <div className="ml-auto flex flex-wrap items-center gap-1.5">{children}</div>}
    </header>
  );
}
