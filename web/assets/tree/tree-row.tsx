'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { MouseEvent, ReactNode } from 'react';
import { cx } from '../../ui/class-names.ts';
import { SeverityMark } from '../../ui/marks.tsx';
import { useEnumLabel, useWords } from '../../words/index.ts';
import { useTree } from './tree-context.ts';

/** One row of the tree: an asset with its page, or a site or type that only opens. */
export function TreeRow(props: {
  /** Names the row and, where it opens, its branch. */
  readonly id: string;
  readonly level: number;
  readonly place: number;
  readonly size: number;
  /** Left out where the name is all that there is. */
  readonly code?: string;
  readonly name: string;
  /** State in words, where it is not as usual. */
  readonly status?: ReactNode;
  readonly expandable: boolean;
  readonly selected?: boolean;
  readonly href?: string;
  readonly count?: number;
}): ReactNode {
  const { id, level, place, size, code, name, status, expandable, selected = false, href, count } = props;
  const tree = useTree();
  const t = useWords('assets');
  const label = useEnumLabel();
  const open = expandable && tree.open.has(id);
  const worst = tree.worst.get(id);
  const attributes = {
    role: 'treeitem',
    'aria-level': level,
    'aria-posinset': place,
    'aria-setsize': size,
    'aria-selected': selected,
    ...(expandable ? { 'aria-expanded': open } : {}),
    'data-key': id,
    tabIndex: tree.active === id ? 0 : -1,
    onFocus: () => tree.setActive(id),
    className: cx(
      'flex min-h-[var(--row)] items-center gap-1.5 py-0.5 pr-3 text-ink no-underline outline-offset-[-2px]',
      selected ? 'bg-selected font-medium' : 'hover:bg-hover',
    ),
    style: { paddingLeft: 4 + (level - 1) * 14 },
  } as const;
  const content = (
    <>
      <span
        aria-hidden
        data-expander
        className={cx('flex size-5 shrink-0 items-center justify-center text-ink-2', !expandable && 'invisible')}
        onClick={(event: MouseEvent) => {
          event.preventDefault();
          event.stopPropagation();
          tree.toggle(id, !open);
        }}
      >
        <ChevronRight size={14} className={cx('transition-transform duration-75', open && 'rotate-90')} />
      </span>
      {code === undefined ? null : <span className="code shrink-0">{code}</span>}
      {/* A name is read in whole: what does not fit beside the code goes on below it, and so does the state. */}
      <span className={cx('flex min-w-0 flex-1 flex-wrap items-baseline gap-x-1.5', code !== undefined && 'text-ink-2 font-normal')}>
        <span className="min-w-0 break-words">{name}</span>
        {status}
      </span>
      <span className="ml-auto flex shrink-0 items-center gap-1.5 pl-1">
        {count === undefined ? null : <span className="tnum text-ink-3 text-xs">{count}</span>}
        {worst ? (
          <span className="tnum flex items-center gap-0.5 text-xs">
            <span className="sr-only">{t('tree.alarms', { severity: label('AlertSeverity', worst.severity), n: worst.count })}</span>
            <span aria-hidden className="contents">
              <SeverityMark severity={worst.severity} acknowledged={!worst.unacknowledged} size={11} />
              {worst.count > 1 ? <span className="text-ink-2 w-4">{worst.count}</span> : <span className="w-4" />}
            </span>
          </span>
        ) : null}
      </span>
    </>
  );
  return href === undefined ? (
    <div {...attributes} onClick={() => tree.toggle(id, !open)}>
      {content}
    </div>
  ) : (
    <Link {...attributes} href={href} scroll={false}>
      {content}
    </Link>
  );
}
