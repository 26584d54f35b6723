'use client';

import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { usePages } from '../graph/use-pages.ts';
import { links } from '../links.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { List, type BulkAction } from '../ui/list.tsx';
import { useListState, type FilterDef, type Sort } from '../ui/list-state.ts';
import { useWords } from '../words/index.ts';
import type { Bulk } from './bulk-dialog.tsx';
import { orderByOf, useOrderColumns } from './columns.tsx';
import { mayMatch, whereOf } from './order-filter.ts';
import { ordersQuery } from './order-queries.ts';
import type { OrderRow } from './order-row.ts';
import { QuickChange, type Quick } from './quick-change.tsx';
import { useOrderFilter } from './use-order-filters.ts';

// What is asked of many orders is loaded by whoever asks it.
const BulkDialog = lazy(() => import('./bulk-dialog.tsx'));

/** How many orders are changed at once; who could do the work costs more to read. */
const most = { priority: 100, assign: 20 } as const;

const usualSort: Sort = { field: 'DUE', direction: 'ASC' };

interface Props {
  readonly filters: readonly FilterDef[];
  readonly toolbar: ReactNode;
  readonly create: ReactNode;
}

/** The orders as rows. Rows follow what happens; the list itself is read again when somebody asks for it, so that nothing jumps. */
export function OrdersList({ filters, toolbar, create }: Props): ReactNode {
  const t = useWords('workOrders');
  const list = useListState({ filters, sort: usualSort });
  const columns = useOrderColumns();
  const filter = useOrderFilter(list);
  const where = whereOf(filter);
  const pages = usePages(ordersQuery, { ...(where && { where }), orderBy: orderByOf(list.sort) }, (data) => data.workOrders);
  const [quick, setQuick] = useState<Quick>();
  const [bulk, setBulk] = useState<Bulk>();
  const { can } = useViewer();
  const [elsewhere, setElsewhere] = useState<ReadonlySet<string>>(nobody);
  useLiveEvents('workOrder', ({ workOrder }) => {
    if (pages.rows.some(({ id }) => id === workOrder.id) || !mayMatch(filter, workOrder)) return;
    setElsewhere((before) => new Set(before).add(workOrder.id));
  });
  const open = (kind: Quick['kind']) => (row: OrderRow) => setQuick({ kind, id: row.id, number: row.number });
  const many = (kind: Bulk['kind'], label: string, keys: string): BulkAction<OrderRow> => ({
    label,
    keys,
    reason: (rows) => (rows.length > most[kind] ? t('bulk.tooMany', { most: most[kind] }) : undefined),
    run: (rows) => setBulk({ kind, rows }),
  });
  const bulkActions = [
    ...(can('update:work-orders') ? [many('priority', t('setPriority'), 'p')] : []),
    ...(can('assign:work-orders') ? [many('assign', t('actions.assignWorkOrder'), 'a')] : []),
  ];
  return (
    <>
      <List
        {...pages}
        name="work-orders"
        label={t('title')}
        columns={columns}
        rowKey={idOf}
        rowHref={(row) => links.workOrder(row.number)}
        rowDim={(row) => row.status === 'CANCELLED' || row.status === 'CLOSED'}
        filters={filters}
        sort={usualSort}
        toolbar={toolbar}
        bulkActions={bulkActions}
        keys={[
          { key: 's', label: t('moveTo'), run: open('step') },
          { key: 'a', label: t('actions.assignWorkOrder'), run: open('assign') },
          { key: 'p', label: t('setPriority'), run: open('priority') },
        ]}
        emptyNone={{ title: t('noneYet'), ...(create ? { action: create } : {}) }}
        notice={
          elsewhere.size > 0 && (
            <Elsewhere
              count={elsewhere.size}
              onShow={() => {
                setElsewhere(nobody);
                pages.refetch();
              }}
            />
          )
        }
      />
      {bulk && (
        <Suspense>
          <BulkDialog bulk={bulk} onClose={() => setBulk(undefined)} />
        </Suspense>
      )}
      {quick && <QuickChange quick={quick} onClose={() => setQuick(undefined)} />}
    </>
  );
}

const nobody: ReadonlySet<string> = new Set();

function idOf({ id }: OrderRow): string {
  return id;
}

/** What has changed and is not shown: it comes when somebody asks for it. */
function Elsewhere({ count, onShow }: { readonly count: number; readonly onShow: () => void }): ReactNode {
  const t = useWords('workOrders');
  return (
    <div role="status" className="flex h-8 shrink-0 items-center border-b border-line px-3">
      <Button size="small" onClick={onShow}>
        {t('changedElsewhere', { count })}
      </Button>
    </div>
  );
}
