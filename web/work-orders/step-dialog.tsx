'use client';

import { useCallback, useState, type ReactNode } from 'react';
import { Conflicts } from '../outbox/conflicts.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form, type Submitted } from '../ui/form.tsx';
import { useWords } from '../words/index.ts';
import { AssigneeChoice } from './assignee-choice.tsx';
import { useOrderChanges } from './use-order-changes.ts';
import type { OrderFull } from './order-full.ts';
import { shownInForm, type Shown } from './stale.ts';
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
  // What the person goes by: the order as they opened it, and after a conflict as they have been shown it.
  const [base, setBase] = useState(order);
  const [others, setOthers] = useState<Shown>();
  // One intention, however often it is sent.
  const [key] = useState(() => crypto.randomUUID());
  const assignee = useCallback(
    (props: Omit<Parameters<typeof AssigneeChoice>[0], 'order'>) => <AssigneeChoice order={order} {...props} />,
    [order],
  );
  const form = useStepForm(order, step, { assignee });
  const shown = values ?? form.initial;
  const submit = async (given: StepValues): Promise<Submitted> => {
    const outcome = await run(step.name, base, form.input(given), key);
    if (outcome.ok) onClose();
    if (outcome.ok || outcome.stale === undefined) {
      setOthers(undefined);
      return outcome;
    }
    const { changed, order: now } = outcome.stale;
    setOthers(shownInForm(step.name, changed, { ...given }));
    if (now) setBase(now);
    // That it is another order now is said by what has changed of it. Where it allows no such step any more, that is the news.
    const still = now?.actions.find(({ name }) => name === step.name);
    return { ok: false, problems: (still?.blockedBy ?? []).map((message) => ({ message, path: [] })) };
  };
  return (
    <Dialog title={`${t(`actions.${step.name}`)} · ${order.number}`} open onClose={onClose}>
      <p className="pb-3 text-ink-2">
        {base.title}
        {order.asset && (
          <>
            {' · '}
            <span className="code">{order.asset.code}</span>
          </>
        )}
      </p>
      {others !== undefined && others.beside.length > 0 && (
        <div role="alert" className="mb-3 rounded border border-ink-2 px-3 py-2">
          <Conflicts conflicts={others.beside} />
          <p className="pt-1 text-ink-2">{t('conflictHelp')}</p>
        </div>
      )}
      <Form
        id={`${step.name}:${order.id}`}
        fields={form.fields}
        initial={form.initial}
        conflict={others?.inForm ?? none}
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

const none: Shown['inForm'] = [];
