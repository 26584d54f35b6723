'use client';

import { useCallback, useState, type ReactNode } from 'react';
import type { Problem } from '../graph/errors.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { useWords } from '../words/index.ts';
import { AssigneeChoice } from './assignee-choice.tsx';
import { useOrderChanges } from './use-order-changes.ts';
import type { OrderFull } from './order-full.ts';
import { useStepForm, type StepValues } from './step-form.ts';
import type { Step } from './steps.ts';
import { WindowClashes } from './window-clashes.tsx';

interface Props {
  readonly order: OrderFull;
  readonly step: Step;
  readonly onClose: () => void;
}

/** The one form of all steps: what it asks for is data (`useStepForm`), what stands against it comes back to its fields. */
export default function StepDialog({ order, step, onClose }: Props): ReactNode {
  const t = useWords('workOrders');
  const { run } = useOrderChanges();
  const [values, setValues] = useState<StepValues>();
  // One intention, however often it is sent.
  const [key] = useState(() => crypto.randomUUID());
  const assignee = useCallback(
    (props: Omit<Parameters<typeof AssigneeChoice>[0], 'order'>) => <AssigneeChoice order={order} {...props} />,
    [order],
  );
  const form = useStepForm(order, step, { assignee });
  const shown = values ?? form.initial;
  const submit = async (given: StepValues): Promise<{ ok: true } | { ok: false; problems: readonly Problem[] }> => {
    const outcome = await run(step.name, order, form.input(given), key);
    if (outcome.ok) onClose();
    return outcome;
  };
  return (
    <Dialog title={`${t(`actions.${step.name}`)} · ${order.number}`} open onClose={onClose}>
      <p className="pb-3 text-ink-2">
        {order.title}
        {order.asset && (
          <>
            {' · '}
            <span className="code">{order.asset.code}</span>
          </>
        )}
      </p>
      <Form
        id={`${step.name}:${order.id}`}
        fields={form.fields}
        initial={form.initial}
        submitLabel={t(`actions.${step.name}`)}
        onSubmit={submit}
        onCancel={onClose}
        onChange={setValues}
      >
        {step.name === 'scheduleWorkOrder' && <WindowClashes order={order} start={shown.start} end={shown.end} />}
      </Form>
    </Dialog>
  );
}
