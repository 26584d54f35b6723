'use client';

import { Check, Circle, Minus, Plus } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useChange } from '../graph/use-change.ts';
import { useReadable } from '../time/use-readable.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { useToast } from '../ui/toast.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { useEnumLabel, useWords } from '../words/index.ts';
import { orderChanges } from './order-changes.ts';
import type { OrderFull, OrderTask } from './order-full.ts';
import { may } from './steps.ts';
import { useKept, useTellKept } from './use-kept.ts';

/** The steps of the work: to tick off with a note, to skip with a reason; critical ones are marked. */
export function TasksSection({ order }: { readonly order: OrderFull }): ReactNode {
  const t = useWords('workOrders');
  const [asked, setAsked] = useState<{ readonly task: OrderTask; readonly kind: 'complete' | 'skip' }>();
  return (
    <>
      {order.tasks.length === 0 ? (
        <p className="m-0 px-4 pb-2 text-ink-3">{t('task.none')}</p>
      ) : (
        <ol className="m-0 list-none border-t border-line p-0">
          {order.tasks.map((task) => (
            <TaskRow key={task.id} order={order} task={task} onAsk={(kind) => setAsked({ task, kind })} />
          ))}
        </ol>
      )}
      <AddTask key={order.id} order={order} />
      {asked && <TaskDialog order={order} {...asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface RowProps {
  readonly order: OrderFull;
  readonly task: OrderTask;
  readonly onAsk: (kind: 'complete' | 'skip') => void;
}

function TaskRow({ order, task, onAsk }: RowProps): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const read = useReadable(order.site?.timezone);
  const open = task.status === 'PENDING' || task.status === 'IN_PROGRESS';
  const note = task.status === 'SKIPPED' ? task.skipReason : task.completionNotes;
  const blockedBy = (name: string): string | undefined => {
    const action = order.actions.find((each) => each.name === name);
    return action === undefined || action.allowed ? undefined : action.blockedBy.map(read).join(' ');
  };
  const offered = (name: string): boolean => order.actions.some((action) => action.name === name);
  return (
    <li className="flex min-h-[var(--row)] items-start gap-2 border-b border-line px-4 py-1">
      <span aria-hidden className={cx('mt-px w-4 text-center', !open && 'text-ink-2')}>
        {task.status === 'COMPLETED' ? (
          <Check className="inline size-3.5" />
        ) : task.status === 'SKIPPED' ? (
          <Minus className="inline size-3.5" />
        ) : (
          <Circle className="inline size-3" />
        )}
      </span>
      <div className="min-w-0 flex-1 py-px">
        <span className={open ? undefined : 'text-ink-2'}>
          <span className="tnum">{task.sequence}.</span> {task.title}
          <span className="sr-only">, {label('TaskStatus', task.status)}</span>
        </span>
        {task.isCritical && <b className="ml-2 rounded-sm border border-ink-2 px-1 text-xs font-medium">{t('task.critical')}</b>}
        {task.estimatedMinutes != null && (
          <span className="tnum ml-2 text-xs text-ink-3">{t('task.estimated', { minutes: task.estimatedMinutes })}</span>
        )}
        {open && task.description != null && <div className="text-sm text-ink-2">{task.description}</div>}
        {!open && (
          <div className="text-sm text-ink-2">
            {task.status === 'SKIPPED' && `${label('TaskStatus', task.status)}: `}
            {note}
            {task.completedBy && (
              <span className="text-ink-3">
                {note ? ' · ' : ''}
                {t('task.by', { name: task.completedBy.displayName })}
              </span>
            )}
          </div>
        )}
      </div>
      {open && offered('completeTask') && (
        <Button
          size="small"
          label={t('task.completeNamed', { sequence: task.sequence, title: task.title })}
          reason={blockedBy('completeTask')}
          onClick={() => onAsk('complete')}
        >
          {t('task.done')}
        </Button>
      )}
      {open && offered('skipTask') && (
        <Button
          size="small"
          variant="quiet"
          label={t('task.skipNamed', { sequence: task.sequence, title: task.title })}
          reason={blockedBy('skipTask')}
          onClick={() => onAsk('skip')}
        >
          {t('task.skip')}
        </Button>
      )}
    </li>
  );
}

interface TaskDialogProps {
  readonly order: OrderFull;
  readonly task: OrderTask;
  readonly kind: 'complete' | 'skip';
  readonly onClose: () => void;
}

interface TaskValues {
  readonly text: string;
}

/** A note that may stay empty, or the reason that a skip needs. */
function TaskDialog({ order, task, kind, onClose }: TaskDialogProps): ReactNode {
  const t = useWords('workOrders');
  const tell = useTellKept();
  const send = useKept();
  const skips = kind === 'skip';
  const { sequence, title } = task;
  const submit = async ({ text }: TaskValues) => {
    const said = text.trim() === '' ? {} : { [skips ? 'reason' : 'notes']: text.trim() };
    const kept = await send({
      kind: skips ? 'skipTask' : 'completeTask',
      title: skips ? t('task.skipped', { sequence }) : t('task.completed', { sequence }),
      workOrderId: order.id,
      variables: { input: { workOrderId: order.id, id: task.id, ...said } },
    });
    if (kept.ok) {
      tell(kept, skips ? t('task.skipped', { sequence }) : t('task.completed', { sequence }));
      onClose();
    }
    return kept;
  };
  return (
    <Dialog
      title={skips ? t('task.skipNamed', { sequence, title }) : t('task.completeNamed', { sequence, title })}
      open
      onClose={onClose}
      size="small"
    >
      <Form<TaskValues>
        id={`task:${kind}:${task.id}`}
        initial={{ text: '' }}
        fields={[
          {
            kind: 'textArea',
            name: 'text',
            path: skips ? 'reason' : 'notes',
            label: skips ? t('task.skipReason') : t('task.note'),
            required: skips,
            autoFocus: true,
            ...(skips ? {} : { help: t('task.noteHelp') }),
          },
        ]}
        submitLabel={skips ? t('task.skip') : t('task.complete')}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Dialog>
  );
}

/** A task more, while the order takes any. */
function AddTask({ order }: { readonly order: OrderFull }): ReactNode {
  const t = useWords('workOrders');
  const show = useToast();
  const { run, busy } = useChange(orderChanges.updateWorkOrder);
  const draft = useDraft(`addTask:${order.id}`);
  const text = draft.text ?? '';
  const [open, setOpen] = useState(text !== '');
  // A draft that is there when the page opens takes the focus from nobody.
  const [asked, setAsked] = useState(false);
  const [isCritical, setCritical] = useState(false);
  const [problem, setProblem] = useState<string>();
  const read = useReadable(order.site?.timezone);
  const form = useId();
  if (!may(order.actions, 'updateWorkOrder')) return null;
  if (!open) {
    return (
      <div className="px-3 py-1">
        <Button
          size="small"
          variant="quiet"
          icon={<Plus />}
          onClick={() => {
            setAsked(true);
            setOpen(true);
          }}
        >
          {t('task.add')}
        </Button>
      </div>
    );
  }
  const add = async (): Promise<void> => {
    const changed = await run({ id: order.id, version: order.version, addTasks: [{ title: text, isCritical }] });
    if (!changed.ok) return setProblem(changed.problems.map(({ message }) => read(message))[0]);
    show({ title: t('task.added') });
    draft.drop();
    setOpen(false);
    setCritical(false);
    return setProblem(undefined);
  };
  return (
    <form
      id={form}
      className="flex flex-wrap items-end gap-2 px-4 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField
        className="min-w-[220px] flex-1"
        label={t('task.add')}
        placeholder={t('task.addPlaceholder')}
        value={text}
        onChange={draft.write}
        autoFocus={asked}
        problem={problem}
      />
      <Checkbox label={t('task.addCritical')} checked={isCritical} onChange={setCritical} />
      <Button type="submit" busy={busy} disabled={text.trim() === ''}>
        {t('task.add')}
      </Button>
      <Button variant="quiet" onClick={() => setOpen(false)}>
        {t('back')}
      </Button>
    </form>
  );
}
