'use client';

import { CircleDashed, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { isRefused } from '../outbox/shown-as.ts';
import type { Entry } from '../outbox/use-outbox.ts';
import { cx } from '../ui/class-names.ts';
import { useEnumLabel, useWords } from '../words/index.ts';
import { BigStep } from './big-step.tsx';
import { isOpen } from './offer.ts';
import type { MyOrder } from './my-orders.ts';
import { OrderTime } from './order-time.tsx';
import { bodyText, headText } from './thumb.ts';
import { PriorityMark } from '../ui/marks.tsx';

interface Props {
  readonly order: MyOrder;
  readonly unsent: readonly Entry[];
  readonly onOpen: () => void;
}

/** One order of the day: when, what, where, and the one thing to do next. */
export function OrderCard({ order, unsent, onOpen }: Props): ReactNode {
  const t = useWords('myWork');
  const label = useEnumLabel();
  const left = order.tasks.filter(isOpen).length;
  const failed = unsent.filter(isRefused).length;
  const waiting = unsent.length - failed;
  return (
    <article
      className="border-b border-line bg-surface wide:grid wide:grid-cols-[minmax(0,1fr)_minmax(0,380px)] wide:items-center"
      aria-labelledby={`card-${order.id}`}
    >
      <button type="button" onClick={onOpen} className="block w-full px-3 py-2 text-left hover:bg-hover phone:pt-3">
        <span className={cx('flex items-baseline gap-2', bodyText)}>
          <OrderTime order={order} />
          <span className="ml-auto text-base text-ink-2">{label('WorkOrderStatus', order.status)}</span>
          <PriorityMark priority={order.priority} />
        </span>
        <span id={`card-${order.id}`} className={cx('block py-0.5 font-semibold', headText)}>
          {order.title}
        </span>
        <span className={cx('flex flex-wrap gap-x-3 text-ink-2', bodyText)}>
          <span>
            {order.asset && <b className="font-semibold text-ink">{order.asset.code} </b>}
            {order.site?.name}
          </span>
          <span className="ml-auto">{order.tasks.length === 0 ? t('noTasks') : t('tasksLeft', { count: left })}</span>
        </span>
        {(waiting > 0 || failed > 0) && (
          <span className="mt-1 block text-base">
            {waiting > 0 && (
              <span className="text-ink-2">
                <CircleDashed aria-hidden className="inline size-[1em] align-[-2px]" /> {t('unsent', { count: waiting })}{' '}
              </span>
            )}
            {failed > 0 && (
              <b className="font-semibold">
                <TriangleAlert aria-hidden className="inline size-[1em] align-[-2px]" /> {t('refused', { count: failed })}
              </b>
            )}
          </span>
        )}
      </button>
      <div className="px-3 py-2 phone:pt-0 phone:pb-3">
        <BigStep order={order} unsent={unsent} />
      </div>
    </article>
  );
}
