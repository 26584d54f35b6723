'use client';

import type { ReactNode } from 'react';
import { useReadable } from '../time/use-readable.ts';
import { Button } from '../ui/button.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { sharedLead, withoutLead } from './shared-lead.ts';
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

interface BlockedProps {
  readonly steps: readonly Step[];
  readonly zone: string | undefined;
  /** How many are told at once; the far ones are a press away: what is near is what somebody wonders about. */
  readonly near?: number;
}

/** What cannot be done now, the nearest first, each with the sentences that say why; what most of them begin with is said once. */
export function BlockedSteps({ steps, zone, near = 5 }: BlockedProps): ReactNode {
  const t = useWords('workOrders');
  const read = useReadable(zone);
  const told = steps.map(({ name, blockedBy }) => ({ name, why: blockedBy.map(read).join(' ') }));
  const lead = sharedLead(told.map(({ why }) => why));
  const rest = told.map(({ name, why }) => ({ name, why: withoutLead(why, lead) }));
  return (
    <>
      {lead !== '' && <p className="m-0 text-xs text-ink-2">{lead}</p>}
      <Reasons reasons={rest.slice(0, near)} />
      {rest.length > near && (
        <details className="text-xs">
          <summary className="text-ink-2">{t('moreOfThese', { count: rest.length - near })}</summary>
          <Reasons reasons={rest.slice(near)} />
        </details>
      )}
    </>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly { readonly name: Step['name']; readonly why: string }[] }): ReactNode {
  const t = useWords('workOrders');
  return (
    <dl className="m-0 text-xs text-ink-2">
      {reasons.map(({ name, why }) => (
        <div key={name} className="pt-0.5">
          <dt className="inline font-medium">{t(`actions.${name}`)}:</dt> <dd className="m-0 inline">{why}</dd>
        </div>
      ))}
    </dl>
  );
}
