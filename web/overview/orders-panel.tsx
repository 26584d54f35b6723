'use client';

import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import type { OverviewOrderFragment } from '../gql/graphql.ts';
import { useSoon } from '../alarms/use-soon.ts';
import { useData } from '../graph/use-data.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { links } from '../links.ts';
import { PriorityMark } from '../ui/marks.tsx';
import { Panel } from '../ui/panel.tsx';
import { Person } from '../ui/person.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { Due } from '../ui/time.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { AllLink } from './alarms-panel.tsx';
import { blockedOf, mayBeBlocked } from './blocked.ts';
import { overviewBlocked, overviewOverdue } from './documents.ts';

/** Orders that should be done by now, the longest overdue first. */
export function OverduePanel(): ReactNode {
  const t = useWords('overview');
  const { data, state, error, failedSince, refetch } = useData(overviewOverdue, { where: { isOverdue: { eq: true } } });
  useLiveEvents('workOrder', useSoon(refetch));
  const orders = data?.workOrders;
  return (
    <Panel
      title={t('overdueTitle')}
      note={orders && orders.totalCount > 0 ? <span className="tnum">{orders.totalCount}</span> : undefined}
      action={<AllLink href={links.workOrders({ overdue: '1' })}>{t('allOrders')}</AllLink>}
    >
      {state === 'forbidden' ? (
        <Empty kind="forbidden" />
      ) : !orders && state === 'failed' ? (
        <Failed what={t('overdueTitle')} error={error} retry={refetch} {...(failedSince && { since: failedSince })} />
      ) : !orders ? (
        <Loading rows={3} />
      ) : orders.nodes.length === 0 ? (
        <Empty kind="none" title={t('overdueNone')} />
      ) : (
        <ul>
          {orders.nodes.map((order) => (
            <OrderLine key={order.id} order={order}>
              <Due at={order.dueAt} zone={order.site?.timezone ?? null} />
            </OrderLine>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Orders that stand still, with what stands in their way in the graph's own words. */
export function BlockedPanel(): ReactNode {
  const t = useWords('overview');
  const label = useEnumLabel();
  const [where] = useState(() => mayBeBlocked(new Date()));
  const { data, state, error, failedSince, refetch } = useData(overviewBlocked, { where });
  useLiveEvents('workOrder', useSoon(refetch));
  const blocked = data && blockedOf(data.workOrders.nodes);
  return (
    <Panel
      title={t('blockedTitle')}
      note={blocked && blocked.length > 0 ? <span className="tnum">{blocked.length}</span> : undefined}
      action={<AllLink href={links.workOrders({ state: 'ON_HOLD' })}>{t('allOrders')}</AllLink>}
    >
      {state === 'forbidden' ? (
        <Empty kind="forbidden" />
      ) : !blocked && state === 'failed' ? (
        <Failed what={t('blockedTitle')} error={error} retry={refetch} {...(failedSince && { since: failedSince })} />
      ) : !blocked ? (
        <Loading rows={3} />
      ) : blocked.length === 0 ? (
        <Empty kind="none" title={t('blockedNone')} />
      ) : (
        <ul>
          {blocked.slice(0, 8).map(({ order, blockedBy }) => (
            <OrderLine
              key={order.id}
              order={order}
              below={
                blockedBy.length > 0
                  ? blockedBy.join(' ')
                  : order.holdReason
                    ? label('HoldReason', order.holdReason)
                    : label('WorkOrderStatus', order.status)
              }
            >
              <Person user={order.assignedTo} className="text-ink-2" />
            </OrderLine>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function OrderLine({
  order,
  below,
  children,
}: {
  readonly order: OverviewOrderFragment;
  readonly below?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <li className="border-t">
      <Link
        href={links.workOrder(order.number)}
        className="grid min-h-(--row) grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2.5 px-3 py-1 text-ink hover:bg-hover"
      >
        <PriorityMark priority={order.priority} />
        <span className="min-w-0">
          <span className="flex min-w-0 items-baseline gap-2">
            <span className="code shrink-0 text-ink-2">{order.asset?.code ?? order.site?.code}</span>
            <span className="truncate">{order.title}</span>
          </span>
          {below && <span className="block text-sm text-ink-2">{below}</span>}
        </span>
        <span className="text-sm">{children}</span>
      </Link>
    </li>
  );
}
