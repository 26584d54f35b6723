'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useData } from '../../graph/use-data.ts';
import { SeverityMark } from '../../ui/marks.tsx';
import { Failed, Loading } from '../../ui/states.tsx';
import { cx } from '../../ui/class-names.ts';
import { useWords } from '../../words/index.ts';
import { assetSearch } from './documents.ts';
import { useTree } from './tree-context.ts';
import { byWorst } from './worst.ts';

const shownMax = 50;

/** Assets whose code or name has the text, wherever they hang. `openFirst` was asked for before they were there: the first is opened then. */
export function AssetFinder({
  text,
  openFirst,
  onOpened,
}: {
  readonly text: string;
  readonly openFirst: boolean;
  readonly onOpened: () => void;
}): ReactNode {
  const t = useWords('assets');
  const tree = useTree();
  const where = { or: [{ code: { contains: text } }, { name: { contains: text } }] };
  const { data, state, error, refetch } = useData(assetSearch, { first: shownMax, where });
  const router = useRouter();
  const first = state === 'ready' ? data?.assets.nodes[0]?.code : undefined;
  const opened = useEffectEvent((code: string) => {
    onOpened();
    router.push(tree.hrefOf(code), { scroll: false });
  });
  useEffect(() => {
    if (openFirst && first !== undefined) opened(first);
  }, [openFirst, first]);
  if (state === 'loading') return <Loading rows={6} />;
  if (state !== 'ready') return <Failed what={t('tree.search')} error={error} retry={refetch} />;
  const { nodes, totalCount } = data?.assets ?? { nodes: [], totalCount: 0 };
  const rows = tree.worstFirst ? byWorst(nodes, tree.worst, ({ id }) => id) : nodes;
  return (
    <>
      <p role="status" className="text-ink-2 m-0 px-3 py-1.5 text-xs">
        {totalCount === 0
          ? t('tree.noMatch', { text })
          : totalCount > nodes.length
            ? t('tree.shownOf', { shown: nodes.length, total: totalCount })
            : t('tree.results', { n: totalCount })}
      </p>
      <ul className="m-0 list-none p-0" onKeyDown={upAndDown}>
        {rows.map(({ id, code, name, site, parent }) => {
          const worst = tree.worst.get(id);
          return (
            <li key={id}>
              <Link
                href={tree.hrefOf(code)}
                scroll={false}
                aria-current={code === tree.selected ? 'page' : undefined}
                className={cx(
                  'text-ink flex min-h-[var(--row)] flex-wrap items-center gap-x-1.5 px-3 py-1 no-underline',
                  code === tree.selected ? 'bg-selected' : 'hover:bg-hover',
                )}
              >
                <span className="code">{code}</span>
                <span className="text-ink-2 min-w-0 truncate">{name}</span>
                <span className="text-ink-3 ml-auto flex items-center gap-1.5 text-xs">
                  {[site?.code, parent?.code].filter((each) => each).join(' · ')}
                  {worst ? <SeverityMark severity={worst.severity} acknowledged={!worst.unacknowledged} size={11} /> : null}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function upAndDown(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('a')];
  const next = rows[rows.findIndex((row) => row === document.activeElement) + by];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
