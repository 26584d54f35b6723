'use client';

import { useParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { PageHead } from '../shell/title.tsx';
import { cx } from '../ui/class-names.ts';
import { usePhone } from '../ui/media.ts';
import { useWords } from '../words/index.ts';
import { InventoryList } from './inventory-list.tsx';

/** The list of parts, and beside it the one that is open; on a phone one of the two. */
export function InventoryScreen({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useWords('inventory');
  const { id } = useParams();
  const open = typeof id === 'string' ? decodeURIComponent(id) : undefined;
  const phone = usePhone();
  return (
    <div className="flex h-full min-h-0">
      <div className={cx('flex min-w-0 flex-1 flex-col', open !== undefined && 'phone:hidden')}>
        {/* Anew when a part is closed, so that the page is named after the list again. */}
        <PageHead key={open} title={t('title')} />
        {(open === undefined || !phone) && <InventoryList selected={open} />}
      </div>
      {open !== undefined && (
        <div className="min-w-0 bg-surface wide:w-[min(660px,52vw)] wide:shrink-0 wide:border-l wide:border-line phone:w-full">
          {children}
        </div>
      )}
    </div>
  );
}
