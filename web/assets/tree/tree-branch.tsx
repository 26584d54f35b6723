'use client';

import { useEffect, type CSSProperties, type ReactNode } from 'react';
import type { AssetTreeLevelQuery, AssetWhere } from '../../gql/graphql.ts';
import { usePages } from '../../graph/use-pages.ts';
import { useFirstReading } from '../../ui/first-reading.ts';
import { useEnumLabel, useWords } from '../../words/index.ts';
import { assetTreeLevel } from './documents.ts';
import { useTree } from './tree-context.ts';
import { TreeRow } from './tree-row.tsx';
import { byWorst } from './worst.ts';

type Row = AssetTreeLevelQuery['assets']['nodes'][number];

function BranchLoading({ indent }: { readonly indent: CSSProperties }): ReactNode {
  const t = useWords('assets');
  useFirstReading();
  return (
    <div role="none" className="late text-ink-3 flex h-[var(--row)] items-center" style={indent}>
      {t('tree.loading')}
    </div>
  );
}

export interface TreeBranchProps {
  readonly where: AssetWhere;
  readonly level: number;
  /** Listed when there is nothing: whoever may see a single asset may not see what it is part of. */
  readonly otherwise?: AssetWhere;
  /** A list of assets from anywhere in a branch: none of them opens, for what is in it is in the list, too. */
  readonly flat?: boolean;
}

/** What hangs below a row, read when it is opened first. */
export function TreeBranch({ where, level, otherwise, flat = false }: TreeBranchProps): ReactNode {
  const t = useWords('assets');
  const tree = useTree();
  const { rows, state, total = 0, more, loadMore, refetch } = usePages(assetTreeLevel, { where }, ({ assets }) => assets);
  // A plant that is all its site has need not be opened twice.
  const [only] = rows;
  const onlyId = !flat && total === 1 && only && (only.children?.totalCount ?? 0) > 0 ? only.id : undefined;
  const { toggle } = tree;
  useEffect(() => {
    if (onlyId !== undefined) toggle(onlyId, true);
  }, [onlyId, toggle]);
  const indent = { paddingLeft: 28 + (level - 1) * 14 };
  if (state === 'loading') return <BranchLoading indent={indent} />;
  if (state === 'failed' || state === 'forbidden') {
    return (
      <div role="none" className="flex min-h-[var(--row)] flex-wrap items-center gap-2" style={indent}>
        {t('tree.failed')}
        <button type="button" className="text-focus underline" onClick={refetch}>
          {t('tree.retry')}
        </button>
      </div>
    );
  }
  if (rows.length === 0 && otherwise !== undefined) return <TreeBranch where={otherwise} level={level} flat />;
  const sorted = tree.worstFirst ? byWorst(rows, tree.worst, ({ id }) => id) : rows;
  return (
    <>
      {sorted.map((row, index) => (
        <TreeAsset key={row.id} row={row} level={level} place={index + 1} size={total} leaf={flat} />
      ))}
      {more ? (
        <div role="none" className="flex h-[var(--row)] items-center" style={indent}>
          <button type="button" className="text-ink-2 hover:text-ink" onClick={loadMore}>
            {t('tree.more', { total })}
          </button>
        </div>
      ) : null}
      {rows.length === 0 ? (
        <div role="none" className="text-ink-3 flex h-[var(--row)] items-center" style={indent}>
          {t('tree.noAssets')}
        </div>
      ) : null}
    </>
  );
}

interface TreeAssetProps {
  readonly row: Row;
  readonly level: number;
  readonly place: number;
  readonly size: number;
  readonly leaf: boolean;
}

function TreeAsset({ row, level, place, size, leaf }: TreeAssetProps): ReactNode {
  const tree = useTree();
  const label = useEnumLabel();
  const expandable = !leaf && (row.children?.totalCount ?? 0) > 0;
  return (
    <>
      <TreeRow
        id={row.id}
        level={level}
        place={place}
        size={size}
        code={row.code}
        name={row.name}
        expandable={expandable}
        selected={row.code === tree.selected}
        href={tree.hrefOf(row.code)}
        status={
          row.status === 'OPERATIONAL' ? null : <span className="text-ink-2 text-xs font-normal">{label('AssetStatus', row.status)}</span>
        }
      />
      {expandable && tree.open.has(row.id) ? <TreeBranch where={{ parentId: { eq: row.id } }} level={level + 1} /> : null}
    </>
  );
}
