'use client';

import { ArrowLeft, MessageSquare, Package } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { links } from '../links.ts';
import { useOutbox } from '../outbox/use-outbox.ts';
import { Button } from '../ui/button.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { cx } from '../ui/class-names.ts';
import { useEnumLabel, useWords } from '../words/index.ts';
import { UnsentNotice } from '../work-orders/unsent-notice.tsx';
import { PriorityMark } from '../ui/marks.tsx';
import { BigStep } from './big-step.tsx';
import type { MyOrder } from './my-orders.ts';
import { isAtWork, offerOf } from './offer.ts';
import { OrderTime } from './order-time.tsx';
import { PartSheet } from './part-sheet.tsx';
import { bodyText, headText, useThumb } from './thumb.ts';
import { TaskList } from './task-list.tsx';
import { useWrites } from './use-writes.ts';
import { WorkTimer } from './work-timer.tsx';

/** One order on a technician's phone: what to do, step by step, with the next step always under the thumb. */
export function Job({ order, onBack }: { readonly order: MyOrder; readonly onBack: () => void }): ReactNode {
  const t = useWords('myWork');
  const label = useEnumLabel();
  const { entries: unsent } = useOutbox(order.id);
  const [taking, setTaking] = useState(false);
  const thumb = useThumb();
  const size = thumb ? 'large' : 'normal';
  const heading = useRef<HTMLHeadingElement>(null);
  const atWork = isAtWork(order, unsent);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="flex min-h-full w-full max-w-[760px] flex-col">
      <div className="flex items-center gap-2 border-b border-line py-1 pr-2">
        <Button variant="quiet" size={size} icon={<ArrowLeft />} onClick={onBack}>
          {t('back')}
        </Button>
        <span className="code ml-auto pr-2 text-ink-2">{order.number}</span>
      </div>
      <div className="flex-1">
        <header className="px-4 pt-3 pb-2">
          <div className={cx('flex items-baseline gap-2', bodyText)}>
            <OrderTime order={order} />
            <span className="ml-auto text-base text-ink-2">{label('WorkOrderStatus', order.status)}</span>
            <PriorityMark priority={order.priority} />
          </div>
          <h1 ref={heading} tabIndex={-1} className={cx('py-0.5', headText)}>
            {order.title}
          </h1>
          <p className={cx('text-ink-2', bodyText)}>
            {order.asset && (
              <>
                <b className="font-semibold text-ink">{order.asset.code}</b> {order.asset.name} ·{' '}
              </>
            )}
            {order.site?.name}
          </p>
          {order.status === 'ON_HOLD' && order.holdReason != null && (
            <p className={cx('pt-1 font-medium', bodyText)}>{t('holdSince', { reason: label('HoldReason', order.holdReason) })}</p>
          )}
          <WorkTimer order={order} />
          {order.description != null && order.description !== '' && (
            <p className={cx('pt-2 whitespace-pre-line', bodyText)}>{order.description}</p>
          )}
        </header>
        <UnsentNotice orderId={order.id} large={thumb} />
        {order.tasks.length > 0 && (
          <section aria-labelledby="job-tasks">
            <h2 id="job-tasks" className="px-4 pt-3 pb-1 text-base text-ink-2">
              {t('task')}
            </h2>
            <TaskList order={order} enabled={atWork} />
          </section>
        )}
        {(atWork || (order.parts?.length ?? 0) > 0) && (
          <section aria-labelledby="job-parts">
            <h2 id="job-parts" className="px-4 pt-4 pb-1 text-base text-ink-2">
              {t('parts')}
            </h2>
            {order.parts != null && order.parts.length > 0 && (
              <ul className="border-t border-line">
                {order.parts.map((part) => (
                  <li key={part.id} className={cx('flex gap-3 border-b border-line bg-surface px-4 py-1.5 phone:py-2.5', bodyText)}>
                    <span className="tnum">
                      {part.quantity} {part.item && label('UnitOfMeasure', part.item.unitOfMeasure)}
                    </span>
                    <span>
                      <b className="font-semibold">{part.item?.code}</b> {part.item?.name}
                    </span>
                  </li>
                ))}
              </ul>
            )}
            {atWork && (
              <div className="px-4 pt-2">
                <Button size={size} className="phone:w-full touch:w-full" icon={<Package />} onClick={() => setTaking(true)}>
                  {t('partTake')}
                </Button>
                <PartSheet order={order} open={taking} onClose={() => setTaking(false)} />
              </div>
            )}
          </section>
        )}
        <Comment order={order} />
        <p className="px-2 pb-3">
          <Button variant="quiet" size={size} href={links.workOrder(order.number)}>
            {t('details')}
          </Button>
        </p>
      </div>
      {offerOf(order, unsent) && (
        <div className="sticky bottom-0 border-t border-line bg-canvas px-4 pt-3 pb-[max(12px,env(safe-area-inset-bottom))]">
          <BigStep order={order} unsent={unsent} />
        </div>
      )}
    </div>
  );
}

function Comment({ order }: { readonly order: MyOrder }): ReactNode {
  const t = useWords('myWork');
  const writes = useWrites(order);
  const size = useThumb() ? 'large' : 'normal';
  const field = useId();
  const draft = useDraft(`comment:${order.id}`);
  const text = draft.text ?? '';
  const [open, setOpen] = useState(text !== '');
  if (!open) {
    return (
      <div className="px-4 pt-4 pb-2">
        <Button size={size} className="phone:w-full touch:w-full" icon={<MessageSquare />} onClick={() => setOpen(true)}>
          {t('comment')}
        </Button>
      </div>
    );
  }
  return (
    <div className="px-4 pt-4 pb-2">
      <label htmlFor={field} className={cx('block pb-1 font-medium', bodyText)}>
        {t('commentField')}
      </label>
      <textarea
        id={field}
        rows={3}
        value={text}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked to write.
        autoFocus
        onChange={(event) => draft.write(event.target.value)}
        className={cx('w-full rounded border border-edge bg-raised p-2', bodyText)}
      />
      <Button
        size={size}
        className="mt-1 phone:w-full touch:w-full"
        disabled={text.trim() === ''}
        onClick={() =>
          writes.comment(text).then(() => {
            draft.drop();
            setOpen(false);
          })
        }
      >
        {t('commentDo')}
      </Button>
    </div>
  );
}
