'use client';

import { useEffect, useRef, type ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { orderStepsQuery } from './order-queries.ts';
import { PriorityChoice } from './priority-choice.tsx';
import { StepChoice } from './step-choice.tsx';
import { stepsOf, type Step } from './steps.ts';
import { useSteps } from './use-steps.tsx';

/** A change of a row or a card by a key or a menu, without leaving the list. */
export interface Quick {
  readonly kind: 'step' | 'assign' | 'priority';
  readonly id: string;
  readonly number: string;
}

/** Reads what the order offers, then asks for the step. */
export function QuickChange({ quick, onClose }: { readonly quick: Quick; readonly onClose: () => void }): ReactNode {
  const t = useWords('workOrders');
  const { data, state, error, refetch } = useData(orderStepsQuery, { id: quick.id });
  const { take, dialog } = useSteps(onClose);
  const asked = useRef(false);
  const order = data?.workOrder;
  const assign = order && quick.kind === 'assign' ? assignStep(order) : undefined;
  useEffect(() => {
    if (!order || !assign?.allowed || asked.current) return;
    asked.current = true;
    void take(order, assign);
  }, [order, assign, take]);
  if (dialog) return dialog;
  return (
    <Dialog
      title={quick.kind === 'priority' ? t('setPriority') : t('moveOrder', { number: quick.number })}
      open
      onClose={onClose}
      size="normal"
    >
      {order ? (
        quick.kind === 'priority' ? (
          <PriorityChoice order={order} onDone={onClose} />
        ) : (
          <StepChoice order={order} onChoose={(step) => take(order, step)} />
        )
      ) : state === 'failed' ? (
        <Failed what={t('what.order', { number: quick.number })} error={error} retry={refetch} />
      ) : (
        <Loading rows={4} />
      )}
    </Dialog>
  );
}

function assignStep(order: OrderFull): Step | undefined {
  const { next, others, blocked } = stepsOf(order.status, order.actions);
  return [next, ...others, ...blocked].find((step) => step?.name === 'assignWorkOrder');
}
