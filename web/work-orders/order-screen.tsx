'use client';

import { Pencil } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { useEvery } from '../graph/use-every.ts';
import { links } from '../links.ts';
import { isBeingAsked, isRefused } from '../outbox/shown-as.ts';
import { useOutbox } from '../outbox/use-outbox.ts';
import { useKeys } from '../shell/keys.ts';
import { usePageTitle } from '../shell/title.tsx';
import { useReadable } from '../time/use-readable.ts';
import { usePageZone } from '../time/zone.tsx';
import { Detail, type Action } from '../ui/detail.tsx';
import { PriorityMark, StatusPill } from '../ui/marks.tsx';
import type { Read } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { useOrderFacts } from './order-facts.tsx';
import { orderQuery, type OrderOnPage } from './order-queries.ts';
import { useOrderSections } from './order-sections.tsx';
import { QuickChange } from './quick-change.tsx';
import { Ribbon } from './ribbon.tsx';
import { heldBack, stepsOf, type Step } from './steps.ts';
import { UnsentNotice } from './unsent-notice.tsx';
import { useSteps } from './use-steps.tsx';

const EditDialog = lazy(() => import('./edit-dialog.tsx'));

/** One order: where it stands in its life, what can be done with it and why the rest cannot, and everything that hangs on it. */
export function OrderScreen({ number }: { readonly number: string }): ReactNode {
  const t = useWords('workOrders');
  const { data, state, ...read } = useData(orderQuery, { number }, { offline: true });
  const order = data?.workOrder;
  // What can be done now is also a matter of the clock: no event tells that a start is not too early any more.
  useEvery(60_000, read.refetch);
  usePageZone(order?.site?.timezone);
  usePageTitle(number);
  if (order) return <LoadedOrder order={order} read={read} />;
  return (
    <Detail
      title={number}
      code={number}
      what={t('what.order', { number })}
      facts={[]}
      sections={[]}
      back={{ href: links.workOrders(), label: t('title') }}
      loading={state === 'loading'}
      missing={state === 'ready'}
      forbidden={state === 'forbidden'}
      {...(state === 'failed' && { failed: { error: read.error, since: read.failedSince, retry: read.refetch } })}
    />
  );
}

function LoadedOrder({ order: known, read }: { readonly order: OrderOnPage; readonly read: Read }): ReactNode {
  const t = useWords('workOrders');
  const [open, setOpen] = useState<'edit' | 'priority'>();
  const waiting = useWaiting(known.id);
  const order = waiting.length === 0 ? known : { ...known, actions: [...heldBack(known.actions, waiting)] };
  const { take, dialog } = useSteps();
  const steps = stepsOf(order.status, order.actions);
  const actions = useActions(order, (step) => take(order, step), setOpen);
  const { next } = steps;
  // A assigns everywhere (rule 11), also where assigning is the next step and its button shows S.
  const assigns = next?.name === 'assignWorkOrder' && next.allowed ? next : undefined;
  useKeys(
    assigns
      ? [
          {
            keys: 'a',
            label: t('actions.assignWorkOrder'),
            group: t('what.order', { number: order.number }),
            run: () => void take(order, assigns),
          },
        ]
      : [],
  );
  const facts = useOrderFacts(order);
  const sections = useOrderSections(order, steps.blocked);
  const close = (): void => setOpen(undefined);
  return (
    <>
      <Detail
        title={order.title}
        code={order.number}
        status={
          <>
            <StatusPill kind="workOrder" status={order.status} />
            <PriorityMark priority={order.priority} />
          </>
        }
        what={t('what.order', { number: order.number })}
        back={{ href: links.workOrders(), label: t('title') }}
        facts={facts}
        actions={actions}
        sections={sections}
        read={read}
        notice={
          <>
            <Ribbon order={order} onTake={(step) => take(order, step)} />
            <UnsentNotice orderId={order.id} />
          </>
        }
      />
      {dialog}
      {open === 'priority' && <QuickChange quick={{ kind: 'priority', id: order.id, number: order.number }} onClose={close} />}
      {open === 'edit' && (
        <Suspense>
          <EditDialog order={order} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

/** What the graph offers as buttons: the usual way on first; what stands in its way is told before the click. */
function useActions(order: OrderOnPage, take: (step: Step) => Promise<void>, open: (dialog: 'edit' | 'priority') => void): Action[] {
  const t = useWords('workOrders');
  const read = useReadable(order.site?.timezone);
  const { next, others } = stepsOf(order.status, order.actions);
  const keyOf: Partial<Record<Step['name'], string>> = { assignWorkOrder: 'a' };
  const action = (step: Step, more: Partial<Action>): Action => ({
    name: step.name,
    label: t(`actions.${step.name}`),
    blockedBy: step.blockedBy.map(read),
    run: () => take(step),
    ...(keyOf[step.name] !== undefined && { keys: keyOf[step.name] }),
    ...more,
  });
  const update = order.actions.find(({ name }) => name === 'updateWorkOrder');
  return [
    ...(next ? [action(next, { primary: true, keys: 's' })] : []),
    ...others.map((step) => action(step, step.to === 'CANCELLED' ? { minor: true, danger: true } : {})),
    ...(update
      ? [
          {
            name: 'updateWorkOrder',
            label: t('actions.updateWorkOrder'),
            icon: <Pencil />,
            keys: 'i',
            blockedBy: update.blockedBy.map(read),
            run: () => open('edit'),
          },
          {
            name: 'priority',
            label: t('setPriority'),
            keys: 'p',
            minor: true,
            blockedBy: update.blockedBy.map(read),
            run: () => open('priority'),
          },
        ]
      : []),
  ];
}

/** Why this person's own next step of work has to wait: their start is not answered yet, or one of their changes was refused. */
function useWaiting(orderId: string): readonly string[] {
  const t = useWords('myWork');
  const { entries } = useOutbox(orderId);
  if (entries.some(isRefused)) return [t('decideFirst')];
  return entries.some(isBeingAsked) ? [t('starting')] : [];
}
