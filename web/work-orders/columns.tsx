'use client';

import type { ReactNode } from 'react';
import type { WorkOrderOrder } from '../gql/graphql.ts';
import { useViewer } from '../shell/viewer.tsx';
import { useZone } from '../time/zone.tsx';
import type { Column } from '../ui/list.tsx';
import type { Sort } from '../ui/list-state.ts';
import { PriorityMark, StatusPill } from '../ui/marks.tsx';
import { Person } from '../ui/person.tsx';
import { Due, Time } from '../ui/time.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { OrderRow } from './order-row.ts';
import { isDone } from './statuses.ts';

/** The columns of the list of orders; on a phone a card of title, state, site and asset, and what is due. */
export function useOrderColumns(): readonly Column<OrderRow>[] {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const mixed = useMixedClocks();
  const time = mixed ? '136px' : '104px';
  return [
    {
      id: 'priority',
      label: t('priorityShort'),
      longLabel: t('priority'),
      width: '28px',
      sort: 'PRIORITY',
      phone: 'mark',
      cell: (order) => <PriorityMark priority={order.priority} />,
    },
    { id: 'number', label: t('number'), width: '132px', sort: 'NUMBER', cell: (order) => <span className="code">{order.number}</span> },
    { id: 'title', label: t('orderTitle'), width: 'minmax(200px, 3fr)', phone: 'title', cell: (order) => order.title },
    {
      id: 'status',
      label: t('status'),
      width: '120px',
      sort: 'STATUS',
      phone: 'sub',
      cell: (order) => <Status order={order} />,
    },
    { id: 'site', label: t('site'), width: '88px', phone: 'sub', cell: (order) => <Place site={order.site} /> },
    {
      id: 'asset',
      label: t('asset'),
      width: '88px',
      phone: 'sub',
      cell: (order) => <span className="code">{order.asset?.code ?? '–'}</span>,
    },
    {
      id: 'due',
      label: t('due'),
      width: mixed ? '148px' : '120px',
      sort: 'DUE',
      phone: 'end',
      cell: (order) => <DueOf order={order} />,
    },
    {
      id: 'assignee',
      label: t('assignee'),
      width: 'minmax(100px, 1fr)',
      phone: 'end',
      cell: (order) =>
        order.assignedTo == null ? <span className="text-ink-3">{t('unassigned')}</span> : <Person user={order.assignedTo} />,
    },
    { id: 'type', label: t('type'), width: '104px', optional: true, cell: (order) => label('WorkOrderType', order.type) },
    {
      id: 'start',
      label: t('start'),
      width: time,
      sort: 'SCHEDULED_START',
      optional: true,
      cell: (order) => <Time at={order.scheduledStart} zone={order.site?.timezone ?? null} withZone={mixed} />,
    },
    {
      id: 'end',
      label: t('end'),
      width: time,
      optional: true,
      cell: (order) => <Time at={order.scheduledEnd} zone={order.site?.timezone ?? null} withZone={mixed} />,
    },
    {
      id: 'created',
      label: t('created'),
      width: time,
      sort: 'CREATED_AT',
      optional: true,
      cell: (order) => <Time at={order.createdAt} zone={order.site?.timezone ?? null} withZone={mixed} />,
    },
    {
      id: 'updated',
      label: t('updated'),
      width: time,
      sort: 'UPDATED_AT',
      optional: true,
      cell: (order) => <Time at={order.updatedAt} zone={order.site?.timezone ?? null} withZone={mixed} />,
    },
  ];
}

/** When the order has to be done; coloured when that is past and it is not. */
export function DueOf({ order }: { readonly order: Pick<OrderRow, 'dueAt' | 'status' | 'site'> }): ReactNode {
  const withZone = useMixedClocks();
  return <Due at={order.dueAt} done={isDone(order.status)} zone={order.site?.timezone ?? null} withZone={withZone} />;
}

/** Whether rows go by several clocks: their sites', when those lie in several zones. Then every row names its own. */
export function useMixedClocks(): boolean {
  const { sites } = useViewer();
  const { mode } = useZone();
  return mode === 'site' && new Set(sites.map(({ timezone }) => timezone)).size > 1;
}

/** The state; for held work with the reason, as its tooltip. */
function Status({ order }: { readonly order: OrderRow }): ReactNode {
  const label = useEnumLabel();
  return (
    <span data-tip={order.holdReason == null ? undefined : label('HoldReason', order.holdReason)}>
      <StatusPill kind="workOrder" status={order.status} />
    </span>
  );
}

function Place({ site }: { readonly site: OrderRow['site'] }): ReactNode {
  if (site == null) return <span className="text-ink-3">–</span>;
  return (
    <span className="code" data-tip={site.name}>
      {site.code}
    </span>
  );
}

/** A sort of the list as the graph takes it. P1 first is rising on the screen, and falling in urgency. */
export function orderByOf(sort: Sort | null): WorkOrderOrder {
  const field = sortable.find((name) => name === sort?.field) ?? 'DUE';
  const direction = sort?.direction ?? 'ASC';
  if (field !== 'PRIORITY') return { field, direction };
  return { field, direction: direction === 'ASC' ? 'DESC' : 'ASC' };
}

const sortable = ['NUMBER', 'PRIORITY', 'STATUS', 'DUE', 'SCHEDULED_START', 'CREATED_AT', 'UPDATED_AT'] as const;
