'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { lazy, Suspense, type ReactNode } from 'react';
import { links } from '../links.ts';
import { useKeys } from '../shell/keys.ts';
import { PageHead } from '../shell/title.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { OrdersList } from './orders-list.tsx';
import { useOrderFilters } from './use-order-filters.ts';

// Dragging and its cards are loaded by whoever looks at the board.
const Board = lazy(() => import('./orders-board.tsx'));

const views = ['list', 'board'] as const;

/** All orders within reach, as a list or as a board by state: one filter for both, all of it in the URL. */
export function WorkOrdersScreen(): ReactNode {
  const t = useWords('workOrders');
  const [view, setView] = useQueryState('view', parseAsStringLiteral(views).withDefault('list').withOptions({ history: 'push' }));
  const { can } = useViewer();
  const router = useRouter();
  const filters = useOrderFilters();
  const mayCreate = can('create:work-orders');
  useKeys(mayCreate ? [{ keys: 'n', label: t('newOrder'), group: t('title'), run: () => router.push(links.newWorkOrder()) }] : []);
  const create = mayCreate && (
    <Button variant="primary" icon={<Plus />} href={links.newWorkOrder()} keys="n">
      {t('newOrder')}
    </Button>
  );
  const toolbar = (
    <span role="group" aria-label={t('view')} className="flex">
      {views.map((each) => (
        <Button key={each} variant="quiet" aria-pressed={each === view} onClick={() => void setView(each)}>
          {t(each)}
        </Button>
      ))}
    </span>
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead title={t('title')}>{create}</PageHead>
      <div className="min-h-0 flex-1">
        {view === 'board' ? (
          <Suspense fallback={<Loading rows={12} />}>
            <Board filters={filters} toolbar={toolbar} />
          </Suspense>
        ) : (
          <OrdersList filters={filters} toolbar={toolbar} create={create} />
        )}
      </div>
    </div>
  );
}
