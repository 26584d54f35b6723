'use client';

import { useQueryState } from 'nuqs';
import { useState, type ReactNode } from 'react';
import { refetchFields } from '../graph/active.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useSession } from '../graph/session.ts';
import { useAllPages } from '../graph/use-all-pages.ts';
import { useEvery } from '../graph/use-every.ts';
import { useOutbox } from '../outbox/use-outbox.ts';
import { links } from '../links.ts';
import { PageHead, usePageTitle } from '../shell/title.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { useNow } from '../time/now.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Empty, Failed, Loading, NotRefreshed } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { isDone } from '../work-orders/statuses.ts';
import { dayOf, type Day } from './day.ts';
import { Job } from './job.tsx';
import { myOrdersQuery, type MyOrder } from './my-orders.ts';
import { OrderCard } from './order-card.tsx';
import { StockAhead } from './stock-ahead.tsx';
import { bodyText, useThumb } from './thumb.ts';

/** A technician's day on one page, made for a phone in the sun: what runs, what comes today, and one order at a time in `?order=`. */
export function MyWorkScreen(): ReactNode {
  const t = useWords('myWork');
  const { person } = useSession();
  usePageTitle(t('title'));
  const [open, setOpen] = useQueryState('order', { history: 'push' });
  const pages = useAllPages(myOrdersQuery, { me: person?.id ?? '' }, ({ workOrders }) => workOrders, {
    most: 500,
    pause: person === undefined,
    offline: true,
  });
  const { state, error, refetch } = pages;
  const orders = state === 'ready' ? pages.rows : undefined;
  // From when on work may begin is a matter of the clock: no event tells that it has come.
  useEvery(60_000, refetch);
  // What is shown follows by itself; what has become this person's work, or is it no longer, is read.
  useLiveEvents('workOrder', ({ workOrder }) => {
    const known = orders?.some(({ id }) => id === workOrder.id) === true;
    const mine = workOrder.assignedTo?.id === person?.id && !isDone(workOrder.status);
    if (known !== mine) refetchFields(['workOrders']);
  });
  const toDo = orders?.filter(({ status }) => !isDone(status)).length ?? 0;
  const job = useLast(orders?.find(({ number }) => number === open));
  return (
    <>
      {sitesOf(orders ?? []).map((siteId) => (
        <StockAhead key={siteId} siteId={siteId} />
      ))}
      {job?.number === open && job ? (
        <Job key={job.id} order={job} onBack={() => void setOpen(null)} />
      ) : (
        <div className="pb-6">
          <PageHead
            title={t('title')}
            {...(toDo > 0 && {
              note: <span className="tnum">{t('count', { count: pages.more ? (pages.total ?? toDo) : toDo })}</span>,
            })}
          />
          {orders ? (
            <>
              <DayList orders={orders} onOpen={(number) => void setOpen(number)} />
              <NotRefreshed what={t('what')} {...pages} />
              {pages.more && <More shown={orders.length} total={pages.total} onMore={pages.error ? refetch : pages.loadMore} />}
            </>
          ) : state === 'failed' ? (
            <Failed what={t('what')} error={error} retry={refetch} />
          ) : state === 'forbidden' ? (
            <Empty kind="forbidden" />
          ) : (
            <Loading />
          )}
        </div>
      )}
    </>
  );
}

/** A job that was just completed leaves this person's orders; it stays on the screen until they go back. */
function useLast(job: MyOrder | undefined): MyOrder | undefined {
  const [last, setLast] = useState(job);
  if (job !== undefined && job !== last) setLast(job);
  return job ?? last;
}

function DayList({ orders, onOpen }: { readonly orders: readonly MyOrder[]; readonly onOpen: (number: string) => void }): ReactNode {
  const t = useWords('myWork');
  const { entries } = useOutbox();
  // Which day it is changes at midnight, not each second.
  const now = useNow(60_000);
  if (orders.length === 0) return <NoWork />;
  const day = dayOf(orders, new Date(now ?? Date.now()));
  const groups: readonly (readonly [string, keyof Day])[] = [
    [t('now'), 'now'],
    [t('today'), 'today'],
    [t('later'), 'later'],
    [t('done'), 'done'],
  ];
  return groups.map(([title, name]) => {
    // What the graph knows to be done is no work of this day.
    const here = name === 'done' ? day.done.filter(({ id }) => entries.some((entry) => entry.workOrderId === id)) : day[name];
    if (here.length === 0 && !(name === 'today' && day.now.length === 0)) return null;
    return (
      <section key={name} aria-labelledby={`my-work-${name}`}>
        <h2 id={`my-work-${name}`} className="px-3 pt-3 pb-1 text-base text-ink-2">
          {title}
        </h2>
        {here.length === 0 ? (
          <p className={cx('px-3 py-1 text-ink-2', bodyText)}>{t('nothingToday')}</p>
        ) : (
          <ul className="border-t border-line">
            {here.map((order) => (
              <li key={order.id}>
                <OrderCard
                  order={order}
                  unsent={entries.filter((entry) => entry.workOrderId === order.id)}
                  onOpen={() => onOpen(order.number)}
                />
              </li>
            ))}
          </ul>
        )}
      </section>
    );
  });
}

/** That these are not all, until the others are read. */
function More({
  shown,
  total,
  onMore,
}: {
  readonly shown: number;
  readonly total: number | undefined;
  readonly onMore: () => void;
}): ReactNode {
  const t = useWords('myWork');
  const thumb = useThumb();
  return (
    <p className={cx('flex flex-wrap items-center gap-3 px-3 pt-3 text-ink-2', bodyText)}>
      {t('moreOrders', { shown, total: total ?? shown })}
      <Button size={thumb ? 'large' : 'normal'} onClick={onMore}>
        {t('more')}
      </Button>
    </p>
  );
}

/** Nobody has given this person anything to do: what is planned and has nobody yet is a press away. */
function NoWork(): ReactNode {
  const t = useWords('myWork');
  const { can } = useViewer();
  const thumb = useThumb();
  return (
    <Empty
      kind="none"
      title={t('nothing')}
      {...(can('read:work-orders') && {
        action: (
          // An order that is scheduled has a window and nobody who does it.
          <Button size={thumb ? 'large' : 'normal'} href={links.workOrders({ state: 'SCHEDULED' })}>
            {t('showUnassigned')}
          </Button>
        ),
      })}
    />
  );
}

function sitesOf(orders: readonly MyOrder[]): readonly string[] {
  return [...new Set(orders.flatMap(({ site }) => (site ? [site.id] : [])))];
}
