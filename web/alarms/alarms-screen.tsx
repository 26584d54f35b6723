'use client';

import { useParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { PageHead } from '../shell/title.tsx';
import { useWords } from '../words/index.ts';
import { AlarmList } from './alarm-list.tsx';

/** The list of alarms with the detail beside it; the list stays as it is while details change. A phone shows one of them at a time. */
export function AlarmsScreen({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useWords('alarms');
  const { id } = useParams<{ id?: string }>();
  const open = id ?? null;
  return (
    <div className="flex h-full min-h-0 min-w-0 flex-col">
      {/* Heard and not seen on a phone that shows a detail, which has a head of its own. */}
      <div className={open === null ? '' : 'phone:sr-only'}>
        {/* Tells the page's name again when a detail, which has its own, is closed. */}
        <PageHead key={open ?? ''} title={t('title')} />
      </div>
      <div className="flex min-h-0 min-w-0 flex-1">
        <div className={`flex min-w-0 flex-1 flex-col ${open === null ? '' : 'phone:hidden'}`}>
          <AlarmList open={open} />
        </div>
        {open !== null && (
          <section aria-label={t('one')} className="w-[min(500px,44vw)] shrink-0 border-s phone:w-full phone:border-s-0">
            {children}
          </section>
        )}
      </div>
    </div>
  );
}
