'use client';

import type { ReactNode } from 'react';
import type { Section } from '../ui/detail.tsx';
import { useWords } from '../words/index.ts';
import { LabourSection } from './labour-section.tsx';
import type { OrderOnPage } from './order-queries.ts';
import { OriginSection } from './origin-section.tsx';
import { PartsSection } from './parts-section.tsx';
import { BlockedSteps } from './step-choice.tsx';
import { may, type Step } from './steps.ts';
import { TasksSection } from './tasks-section.tsx';
import { TimelineSection } from './timeline-section.tsx';

/** What hangs on an order, in the order in which somebody at work needs it; beside it what one looks up. */
export function useOrderSections(order: OrderOnPage, blocked: readonly Step[]): Section[] {
  const t = useWords('workOrders');
  const done = order.tasks.filter(({ status }) => status === 'COMPLETED' || status === 'SKIPPED').length;
  const results = resultsOf(order);
  return [
    {
      id: 'about',
      title: t('fields.description'),
      content: <Text>{order.description ?? ''}</Text>,
    },
    ...(order.alert == null && order.prediction == null
      ? []
      : [{ id: 'origin', title: t('sections.origin'), content: <OriginSection order={order} /> }]),
    {
      id: 'tasks',
      title: t('sections.tasks'),
      ...(order.tasks.length > 0 && {
        action: <span className="tnum text-ink-2">{t('task.progress', { done, total: order.tasks.length })}</span>,
      }),
      content: <TasksSection order={order} />,
    },
    { id: 'parts', title: t('sections.parts'), content: <PartsSection order={order} /> },
    { id: 'labour', title: t('sections.labour'), content: <LabourSection order={order} /> },
    ...(results.length === 0
      ? []
      : [
          {
            id: 'result',
            title: t('sections.result'),
            content: results.map(({ name, text }) => (
              <div key={name} className="px-4 pb-2">
                <div className="text-xs text-ink-2">{t(`fields.${name}`)}</div>
                <div className="whitespace-pre-line">{text}</div>
              </div>
            )),
          },
        ]),
    {
      id: 'timeline',
      title: t('sections.timeline'),
      aside: true,
      content: <TimelineSection order={order} mayComment={may(order.actions, 'addComment')} />,
    },
    ...(blocked.length === 0
      ? []
      : [
          {
            id: 'not-now',
            title: t('notNow'),
            aside: true,
            content: (
              <div className="px-4 pb-3">
                <BlockedSteps steps={blocked} zone={order.site?.timezone} near={2} />
              </div>
            ),
          },
        ]),
  ];
}

function resultsOf(order: OrderOnPage) {
  return (['completionNotes', 'rootCause', 'preventiveActions'] as const).flatMap((name) => {
    const text = order[name];
    return text == null || text === '' ? [] : [{ name, text }];
  });
}

function Text({ children }: { readonly children: string }): ReactNode {
  const t = useWords('workOrders');
  return (
    <p className="m-0 max-w-[80ch] px-4 pb-3 break-words whitespace-pre-line">
      {children === '' ? <span className="text-ink-3">{t('facts.noDescription')}</span> : children}
    </p>
  );
}
