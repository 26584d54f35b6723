'use client';

import type { ReactNode } from 'react';
import { useReadable } from '../time/use-readable.ts';
import { Button } from '../ui/button.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { stepsOf, type Step } from './steps.ts';

/** Every step that the graph offers: what is allowed to press, what is not with its reasons. The first one has the focus. */
export function StepChoice({
  order,
  onChoose,
}: {
  readonly order: OrderFull;
  readonly onChoose: (step: Step) => Promise<void>;
}): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const { next, others, blocked } = stepsOf(order.status, order.actions);
  const all = [next, ...others, ...blocked].filter((step): step is Step => step !== undefined);
  const allowed = all.filter((step) => step.allowed);
  const refused = all.filter((step) => !step.allowed);
  return (
    <>
      <p className="pb-3 text-ink-2">
        {order.title} · {label('WorkOrderStatus', order.status)}
      </p>
      {allowed.length === 0 && <p className="m-0">{t('noStepNow')}</p>}
      <ul className="m-0 flex list-none flex-wrap gap-2 p-0">
        {allowed.map((step) => (
          <li key={step.name}>
            <Button variant={step === next ? 'primary' : 'plain'} onClick={() => onChoose(step)}>
              {t(`actions.${step.name}`)}
            </Button>
          </li>
        ))}
      </ul>
      {refused.length > 0 && (
        <>
          <h3 className="pt-4 pb-1 text-sm text-ink-2">{t('notNow')}</h3>
          <BlockedSteps steps={refused} zone={order.site?.timezone} />
        </>
      )}
    </>
  );
}

/** More than this, and the far ones are a press away: what is near is what somebody wonders about. */
const nearMax = 5;

/** What cannot be done now, the nearest first, each with the sentences that say why. */
export function BlockedSteps({ steps, zone }: { readonly steps: readonly Step[]; readonly zone: string | undefined }): ReactNode {
  const t = useWords('workOrders');
  const far = steps.slice(nearMax);
  return (
    <>
      <Reasons steps={steps.slice(0, nearMax)} zone={zone} />
      {far.length > 0 && (
        <details className="pt-1 text-sm">
          <summary className="text-ink-2">{t('moreOfThese', { count: far.length })}</summary>
          <Reasons steps={far} zone={zone} />
        </details>
      )}
    </>
  );
}

function Reasons({ steps, zone: site }: { readonly steps: readonly Step[]; readonly zone: string | undefined }): ReactNode {
  const t = useWords('workOrders');
  const read = useReadable(site);
  return (
    <dl className="m-0 grid grid-cols-[minmax(96px,auto)_1fr] gap-x-3 gap-y-1 text-sm">
      {steps.map((step) => (
        <div key={step.name} className="contents">
          <dt className="text-ink-2">{t(`actions.${step.name}`)}</dt>
          <dd className="m-0 text-ink-2">{step.blockedBy.map(read).join(' ')}</dd>
        </div>
      ))}
    </dl>
  );
}
