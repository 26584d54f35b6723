'use client';

import { useParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { cx } from '../ui/class-names.ts';
import { FirstView } from '../ui/first-view.tsx';
import { useWords } from '../words/index.ts';
import { AssetTree } from './tree/asset-tree.tsx';

/** The tree beside the page of an asset; on a phone one of the two. */
export function AssetsFrame({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useWords('assets');
  const chosen = useParams<{ code?: string }>().code !== undefined;
  return (
    <div className="flex h-full min-h-0">
      <aside
        aria-label={t('tree.label')}
        className={cx('border-line flex w-[272px] shrink-0 flex-col border-r phone:w-full phone:border-0', chosen && 'phone:hidden')}
      >
        {/* On a phone the page's own heading is hidden with it. */}
        {!chosen && <h1 className="m-0 hidden px-3 pt-2 text-lg phone:block">{t('title')}</h1>}
        <FirstView className="min-h-0 flex-1" rows={12}>
          <AssetTree />
        </FirstView>
      </aside>
      <div className={cx('min-h-0 min-w-0 flex-1 overflow-y-auto', !chosen && 'phone:hidden')}>{children}</div>
    </div>
  );
}
