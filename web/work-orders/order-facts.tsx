'use client';

import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { formatMoney } from '../time/format.ts';
import type { Fact } from '../ui/detail.tsx';
import { Person } from '../ui/person.tsx';
import { Due, Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { DueOf } from './columns.tsx';
import type { OrderFull } from './order-full.ts';
import { isDone } from './statuses.ts';
import { useWorkedTime } from './worked-time.ts';

/** The order in pairs: where, who, when, until when, and what was said when it left its way. */
export function useOrderFacts(order: OrderFull): Fact[] {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const language = useLanguage();
  const worked = useWorkedTime();
  const zone = order.site?.timezone ?? null;
  const said = (name: string, text: string | null | undefined): Fact[] =>
    text == null || text === '' ? [] : [{ label: name, value: <span className="whitespace-pre-line">{text}</span> }];
  return [
    {
      label: t('asset'),
      value: order.asset && (
        <>
          <span className="code">{order.asset.code}</span> {order.asset.name}
        </>
      ),
      ...(order.asset && { href: links.asset(order.asset.code) }),
    },
    { label: t('site'), value: order.site?.name },
    { label: t('assignee'), value: order.assignedTo ? <Person user={order.assignedTo} /> : t('unassigned') },
    { label: t('due'), value: <DueOf order={order} /> },
    { label: t('facts.window'), value: <Window order={order} /> },
    { label: t('type'), value: label('WorkOrderType', order.type) },
    {
      label: t('facts.response'),
      value: (
        <Promised
          due={order.sla.responseDue}
          met={order.sla.responseMetAt}
          breached={order.sla.responseBreached}
          over={isDone(order.status)}
          zone={zone}
        />
      ),
    },
    {
      label: t('facts.promise'),
      value: (
        <Promised
          due={order.sla.resolutionDue}
          met={order.sla.resolutionMetAt}
          breached={order.sla.resolutionBreached}
          over={isDone(order.status)}
          zone={zone}
        />
      ),
    },
    ...(order.estimatedDurationMinutes == null ? [] : [{ label: t('facts.estimate'), value: worked(order.estimatedDurationMinutes) }]),
    ...(order.actualDurationMinutes == null ? [] : [{ label: t('facts.worked'), value: worked(order.actualDurationMinutes) }]),
    ...(order.estimatedCost == null ? [] : [{ label: t('facts.cost'), value: formatMoney(order.estimatedCost, order.currency, language) }]),
    { label: t('facts.origin'), value: label('WorkOrderOrigin', order.origin) },
    {
      label: t('facts.createdBy'),
      value: (
        <>
          {order.createdBy?.displayName ?? t('timeline.system')} · <Time at={order.createdAt} zone={zone} />
        </>
      ),
    },
    ...(order.status === 'ON_HOLD' && order.holdReason != null
      ? [{ label: t('facts.holdReason'), value: label('HoldReason', order.holdReason) }]
      : []),
    ...(order.status === 'DRAFT' ? said(t('facts.rejected'), order.rejectionReason) : []),
    ...said(t('facts.cancelled'), order.cancellationReason),
    ...said(
      order.reopenCount > 1 ? `${t('facts.reopened')} (${t('facts.reopenCount', { count: order.reopenCount })})` : t('facts.reopened'),
      order.reopenReason,
    ),
  ];
}

function Window({ order }: { readonly order: OrderFull }): ReactNode {
  const zone = order.site?.timezone ?? null;
  if (order.scheduledStart == null) return <span className="text-ink-3">–</span>;
  return (
    <>
      <Time at={order.scheduledStart} zone={zone} style="day" /> – <Time at={order.scheduledEnd} zone={zone} style="clock" withZone />
    </>
  );
}

interface PromisedProps {
  readonly due: string | null | undefined;
  readonly met: string | null | undefined;
  readonly breached: boolean;
  readonly over: boolean;
  readonly zone: string | null;
}

/** A promise of the SLA: until when, and whether it was kept. Only what is overdue now has a colour; a promise that was broken is history. */
function Promised({ due, met, breached, over, zone }: PromisedProps): ReactNode {
  const t = useWords('workOrders');
  if (due == null) return <span className="text-ink-3">{t('facts.none')}</span>;
  const missed = breached || (met != null && met > due);
  if (met != null || over) {
    return (
      <>
        <Time at={due} zone={zone} style="day" withZone /> ·{' '}
        <span className={missed ? 'font-medium' : 'text-ink-2'}>{missed ? t('facts.breached') : t('facts.kept')}</span>
      </>
    );
  }
  return <Due at={due} zone={zone} withZone />;
}
