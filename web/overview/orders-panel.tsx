'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { OverviewOrderFragment, WorkOrderStatus } from '../gql/graphql.ts';
import { useSoon } from '../alarms/use-soon.ts';
import { useData } from '../graph/use-data.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useEvery } from '../graph/use-every.ts';
import { links } from '../links.ts';
import { useViewer } from '../shell/viewer.tsx';
import { useNow } from '../time/now.ts';
import { useReadable } from '../time/use-readable.ts';
import { PriorityMark } from '../ui/marks.tsx';
import { Person } from '../ui/person.tsx';
import { Due } from '../ui/time.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { blockedOf, mayBeBlocked, statesThatBlock, type BlockedOrder } from './blocked.ts';
import { overviewBlocked, overviewOverdue, overviewWaiting } from './documents.ts';
import { statesThatWait, waitingOf } from './waiting.ts';

/** As many as are read at a glance. */
const shownMax = 8;

/** No event tells that a window has begun or a time is over: the clock alone makes an order overdue. */
const everyMs = 60_000;

/** Orders whose next step is this person's to take, the most urgent first. Nothing for whoever decides and plans nothing. */
export function WaitingPanel(): ReactNode {
  const { can } = useViewer();
  const states = statesThatWait(can);
  return states.length === 0 ? null : <Waiting states={states} />;
}

function Waiting({ states }: { readonly states: readonly WorkOrderStatus[] }): ReactNode {
  const t = useWords('overview');
  const { data, ...read } = useData(overviewWaiting, { where: { status: { in: [...states] } } });
  useLiveEvents('workOrder', useSoon(read.refetch));
  const waiting = data && waitingOf(data.workOrders.nodes);
  const all = links.workOrders({ state: states.join(',') });
  const unread = data ? data.workOrders.totalCount - data.workOrders.nodes.length : 0;
  const rest = (waiting?.length ?? 0) - shownMax;
  return (
    <AttentionPanel
      title={t('waitingTitle')}
      none={unread > 0 ? t('noneOfRead', { n: data?.workOrders.nodes.length ?? 0 }) : t('waitingNone')}
      read={read}
      rows={waiting?.slice(0, shownMax)}
      // Of orders that were not read nobody knows whom they wait for.
      count={unread > 0 ? undefined : waiting?.length}
      way={{ href: all, label: t('allOrders') }}
      more={rest > 0 && { href: all, label: unread > 0 ? t('more') : t('nMore', { n: rest }) }}
    >
      {({ order, step }) => (
        <OrderLine key={order.id} order={order}>
          <span className="text-ink-2">{t(`toDo.${step}`)}</span>
        </OrderLine>
      )}
    </AttentionPanel>
  );
}

/** Orders that should be done by now, the longest overdue first. */
export function OverduePanel(): ReactNode {
  const t = useWords('overview');
  const { data, ...read } = useData(overviewOverdue, { where: { isOverdue: { eq: true } } });
  useLiveEvents('workOrder', useSoon(read.refetch));
  useEvery(everyMs, read.refetch);
  return (
    <AttentionPanel
      title={t('overdueTitle')}
      none={t('overdueNone')}
      read={read}
      rows={data?.workOrders.nodes}
      count={data?.workOrders.totalCount}
      way={{ href: links.workOrders({ overdue: '1' }), label: t('allOrders') }}
    >
      {(order) => (
        <OrderLine key={order.id} order={order}>
          <Due at={order.dueAt} zone={order.site?.timezone ?? null} />
        </OrderLine>
      )}
    </AttentionPanel>
  );
}

/** Orders that stand still, with what stands in their way in the graph's own words. */
export function BlockedPanel(): ReactNode {
  const t = useWords('overview');
  const now = useNow(everyMs);
  const { data, ...read } = useData(overviewBlocked, { where: mayBeBlocked(now ?? 0) }, { pause: now === null });
  useLiveEvents('workOrder', useSoon(read.refetch));
  useEvery(everyMs, read.refetch);
  const all = links.workOrders({ state: statesThatBlock.join(',') });
  const unread = data ? data.workOrders.totalCount - data.workOrders.nodes.length : 0;
  const blocked = data && blockedOf(data.workOrders.nodes, now ?? 0);
  const rest = (blocked?.length ?? 0) - shownMax;
  return (
    <AttentionPanel
      title={t('blockedTitle')}
      none={unread > 0 ? t('noneOfRead', { n: data?.workOrders.nodes.length ?? 0 }) : t('blockedNone')}
      read={read}
      rows={blocked?.slice(0, shownMax)}
      // Of orders that were not read nobody knows whether they stand still.
      count={unread > 0 ? undefined : blocked?.length}
      way={{ href: all, label: t('allOrders') }}
      more={(rest > 0 || unread > 0) && { href: all, label: unread > 0 ? t('more') : t('nMore', { n: rest }) }}
    >
      {({ order, blockedBy }) => (
        <OrderLine key={order.id} order={order} below={<Why order={order} blockedBy={blockedBy} />}>
          <Person user={order.assignedTo} className="text-ink-2" />
        </OrderLine>
      )}
    </AttentionPanel>
  );
}

/** Sentences with their instants by the site's clock, the reason of a hold, or the state that it has to leave. */
function Why({ order, blockedBy }: BlockedOrder): ReactNode {
  const label = useEnumLabel();
  const read = useReadable(order.site?.timezone);
  if (blockedBy.length > 0) return read(blockedBy.join(' '));
  return order.holdReason ? label('HoldReason', order.holdReason) : label('WorkOrderStatus', order.status);
}

function OrderLine({
  order,
  below,
  children,
}: {
  readonly order: OverviewOrderFragment;
  readonly below?: ReactNode;
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
