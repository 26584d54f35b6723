'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AssetOrdersQuery } from '../../gql/graphql.ts';
import { useSoon } from '../../alarms/use-soon.ts';
import { useLiveEvents } from '../../graph/live-feeds.tsx';
import { useData } from '../../graph/use-data.ts';
import { links } from '../../links.ts';
import { PriorityMark } from '../../ui/marks.tsx';
import { Empty, Failed, Loading, NotRefreshed } from '../../ui/states.tsx';
import { Due, Time } from '../../ui/time.tsx';
import { useEnumLabel, useWords } from '../../words/index.ts';
import { assetOrders } from './documents.ts';

type Open = AssetOrdersQuery['open']['nodes'][number];
type Recent = AssetOrdersQuery['recent']['nodes'][number];

/** Work on the asset: what is open, then what was closed last. */
export function AssetOrders({ assetId }: { readonly assetId: string }): ReactNode {
  const t = useWords('assets');
  const { data, state, error, failedSince, refetch } = useData(assetOrders, { assetId });
  const refetchSoon = useSoon(refetch);
  useLiveEvents('workOrder', ({ workOrder }) => {
    if (workOrder.asset?.id === assetId) refetchSoon();
  });
  if (state === 'forbidden') return <Empty kind="forbidden" title={t('orders.forbidden')} />;
  if (state === 'loading') return <Loading rows={3} />;
  if (state === 'failed' || !data) return <Failed what={t('orders.title')} error={error} since={failedSince} retry={refetch} />;
  const { open, recent } = data;
  const none = open.totalCount + recent.totalCount === 0;
  return (
    <>
      {none ? (
        <p className="text-ink-2 m-0 px-4 pb-3">{t('orders.none')}</p>
      ) : open.nodes.length === 0 ? (
        <p className="text-ink-2 m-0 px-4 pb-2">{t('orders.noneOpen')}</p>
      ) : (
        <Rows orders={open.nodes} open />
      )}
      {recent.nodes.length === 0 ? null : (
        <>
          <h3 className="text-ink-2 m-0 px-4 pt-2 pb-1 text-xs font-medium">{t('orders.recent')}</h3>
          <Rows orders={recent.nodes} open={false} />
        </>
      )}
      <NotRefreshed what={t('orders.title')} error={error} failedSince={failedSince} refetch={refetch} />
    </>
  );
}

function Rows({ orders, open }: { readonly orders: readonly (Open | Recent)[]; readonly open: boolean }): ReactNode {
  const t = useWords('assets');
  const label = useEnumLabel();
  return (
    <ul className="m-0 list-none p-0">
      {orders.map((order) => (
        <li key={order.id}>
          <Link
            href={links.workOrder(order.number)}
            className="text-ink border-line hover:bg-hover grid grid-cols-[24px_minmax(0,1fr)_auto] gap-x-2 border-t px-4 py-1.5 no-underline"
          >
            <PriorityMark priority={order.priority} />
            <span className="min-w-0 break-words">{order.title}</span>
            <span className="text-ink-2 text-xs">{label('WorkOrderStatus', order.status)}</span>
            <span className="code text-ink-2 col-start-2">{order.number}</span>
            <span className="text-ink-2 text-right text-xs">
              {open && 'scheduledEnd' in order && order.scheduledEnd ? (
                <Due at={order.scheduledEnd} done={isDone(order.status)} />
              ) : (
                <Time at={order.updatedAt} />
              )}
            </span>
            {'assignedTo' in order ? (
              <span className="text-ink-2 col-start-2 text-xs">{order.assignedTo?.displayName ?? t('orders.unassigned')}</span>
            ) : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function isDone(status: string): boolean {
  return status === 'COMPLETED' || status === 'VERIFIED';
}
