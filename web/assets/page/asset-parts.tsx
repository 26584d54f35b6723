'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { links } from '../../links.ts';
import { useEnumLabel, useWords } from '../../words/index.ts';
import type { PageAsset } from './asset-page.tsx';

/** What the asset consists of. */
export function AssetParts({ asset }: { readonly asset: PageAsset }): ReactNode {
  const t = useWords('assets');
  const label = useEnumLabel();
  const { nodes = [], totalCount = 0 } = asset.children ?? {};
  return (
    <>
      <ul className="m-0 grid list-none grid-cols-[repeat(auto-fill,minmax(220px,1fr))] p-0">
        {nodes.map(({ id, code, name, status }) => (
          <li key={id} className="min-w-0">
            <Link href={links.asset(code)} className="text-ink hover:bg-hover flex h-[var(--row)] items-center gap-2 px-4 no-underline">
              <span className="code shrink-0">{code}</span>
              <span className="text-ink-2 truncate">{name}</span>
              {status === 'OPERATIONAL' ? null : (
                <span className="text-ink-2 ml-auto shrink-0 text-xs">{label('AssetStatus', status)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      {totalCount > nodes.length ? <p className="text-ink-2 m-0 px-4 py-1 text-xs">{t('parts.all', { n: totalCount })}</p> : null}
    </>
  );
}
