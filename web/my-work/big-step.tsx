'use client';

import { Check, Pause, Play } from 'lucide-react';
import { useState, type MouseEvent, type ReactNode } from 'react';
import type { Entry } from '../outbox/use-outbox.ts';
import { useReadable } from '../time/use-readable.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { useWords } from '../words/index.ts';
import { CompleteSheet } from './complete-sheet.tsx';
import { HoldSheet } from './hold-sheet.tsx';
import type { MyOrder } from './my-orders.ts';
import { canHold, offerOf } from './offer.ts';
import { SafetySheet } from './safety-sheet.tsx';
import { bodyText, useThumb } from './thumb.ts';
import { useWrites } from './use-writes.ts';

type OpenSheet = 'safety' | 'hold' | 'complete' | undefined;

interface Props {
  readonly order: MyOrder;
  /** This person's changes of the order that wait to be sent. */
  readonly unsent: readonly Entry[];
}

/** The next thing to do with an order as one big button, and beside it the way to stop. */
export function BigStep({ order, unsent }: Props): ReactNode {
  const t = useWords('myWork');
  const words = useWords('workOrders');
  const read = useReadable(order.site?.timezone);
  const writes = useWrites(order);
  const [sheet, setSheet] = useState<OpenSheet>();
  const size = useThumb() ? 'large' : 'normal';
  const offer = offerOf(order, unsent);
  const close = (): void => setSheet(undefined);
  const take = ({ detail }: MouseEvent): void | Promise<unknown> => {
    // The next task stands where the last one stood: the second tap of a double one was not meant for it.
    if (detail > 1) return undefined;
    if (offer?.kind === 'task') return writes.completeTask(offer.task);
    if (offer?.kind !== 'step') return undefined;
    if (offer.step.name === 'startWorkOrder') return setSheet('safety');
    if (offer.step.name === 'completeWorkOrder') return setSheet('complete');
    if (offer.step.name === 'resumeWorkOrder') return writes.resume();
    return undefined;
  };
  if (!offer) return null;
  return (
    <>
      {offer.kind === 'undecided' ? (
        <p className={cx('text-ink-2', bodyText)}>{t('decideFirst')}</p>
      ) : offer.kind === 'blocked' ? (
        <p className={cx('text-ink-2', bodyText)}>
          <b className="font-semibold text-ink">{words(`actions.${offer.step.name}`)}:</b> {offer.step.blockedBy.map(read).join(' ')}
        </p>
      ) : (
        // One button, whatever it offers: the focus stays on it, and comes back to it from the sheets, which stay open meanwhile.
        <div className="flex gap-2">
          <Button
            variant="primary"
            size={size}
            className="min-w-0 flex-1 !whitespace-normal phone:min-h-14 touch:min-h-14"
            icon={offer.kind === 'task' || (offer.kind === 'step' && offer.step.name === 'completeWorkOrder') ? <Check /> : <Play />}
            busy={offer.kind === 'starting'}
            onClick={take}
          >
            {offer.kind === 'starting'
              ? t('starting')
              : offer.kind === 'task'
                ? t('taskNext', { title: offer.task.title })
                : words(`actions.${offer.step.name}`)}
          </Button>
          {offer.kind !== 'starting' && canHold(order, unsent) && (
            <Button size={size} className="phone:min-h-14 touch:min-h-14" icon={<Pause />} onClick={() => setSheet('hold')}>
              {t('hold')}
            </Button>
          )}
        </div>
      )}
      <SafetySheet order={order} open={sheet === 'safety'} onClose={close} onStart={writes.start} />
      <HoldSheet orderId={order.id} open={sheet === 'hold'} onClose={close} onHold={writes.hold} />
      <CompleteSheet order={order} open={sheet === 'complete'} onClose={close} onComplete={writes.complete} />
    </>
  );
}
