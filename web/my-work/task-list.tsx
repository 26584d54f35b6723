'use client';

import { Check, Minus } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { MyOrder } from './my-orders.ts';
import { isOpen } from './offer.ts';
import { bodyText, useThumb } from './thumb.ts';
import { useWrites, type Writes } from './use-writes.ts';

type Task = MyOrder['tasks'][number];

/** The order's steps as a list to tick off; what was noted or left out stays visible. */
export function TaskList({ order, enabled }: { readonly order: MyOrder; readonly enabled: boolean }): ReactNode {
  const writes = useWrites(order);
  return (
    <ol className="border-t border-line">
      {order.tasks.map((task) => (
        <TaskRow key={task.id} task={task} enabled={enabled} writes={writes} />
      ))}
    </ol>
  );
}

function TaskRow({ task, enabled, writes }: { readonly task: Task; readonly enabled: boolean; readonly writes: Writes }): ReactNode {
  const t = useWords('myWork');
  const words = useWords('workOrders');
  const label = useEnumLabel();
  const thumb = useThumb();
  const [asked, setAsked] = useState(false);
  const open = isOpen(task);
  const note = task.status === 'SKIPPED' ? task.skipReason : task.completionNotes;
  return (
    <li className="flex items-start border-b border-line bg-surface">
      <button
        type="button"
        role="checkbox"
        aria-checked={task.status === 'COMPLETED'}
        aria-label={words('task.completeNamed', { sequence: task.sequence, title: task.title })}
        disabled={!open || !enabled}
        onClick={() => void writes.completeTask(task)}
        className="flex min-w-0 flex-1 items-start gap-3 py-1.5 pr-3 pl-3 text-left disabled:cursor-default phone:min-h-14 phone:py-3 phone:pl-4 touch:min-h-14 touch:py-3"
      >
        <span
          aria-hidden
          className={cx(
            'grid size-5 shrink-0 place-items-center rounded border-2 [&>svg]:size-3.5 phone:size-7 phone:[&>svg]:size-5 touch:size-7 touch:[&>svg]:size-5',
            open ? (enabled ? 'border-ink bg-raised' : 'border-edge') : 'border-ink bg-ink text-canvas',
          )}
        >
          {task.status === 'COMPLETED' ? <Check strokeWidth={3} /> : task.status === 'SKIPPED' ? <Minus strokeWidth={3} /> : null}
        </span>
        <span className="min-w-0 flex-1 phone:pt-0.5 touch:pt-0.5">
          <span className={cx('block', bodyText, open ? 'font-medium' : 'text-ink-2')}>
            <span className="tnum">{task.sequence}.</span> {task.title}
            {task.isCritical && <b className="ml-2 rounded-sm border border-ink px-1 text-sm font-semibold">{t('critical')}</b>}
          </span>
          {open && task.description != null && <span className="block text-base text-ink-2">{task.description}</span>}
          {task.status === 'SKIPPED' && <span className="block text-base text-ink-2">{label('TaskStatus', task.status)}</span>}
          {note != null && note !== '' && <span className="block text-base text-ink-2">{note}</span>}
        </span>
      </button>
      {open && enabled && (
        <>
          <Button
            variant="quiet"
            size={thumb ? 'large' : 'small'}
            className="my-1 mr-1 phone:min-h-12 touch:min-h-12"
            label={t('noteFor', { sequence: task.sequence })}
            onClick={() => setAsked(true)}
          >
            {t('note')}
          </Button>
          <NoteSheet task={task} open={asked} writes={writes} onClose={() => setAsked(false)} />
        </>
      )}
    </li>
  );
}

interface NoteSheetProps {
  readonly task: Task;
  readonly open: boolean;
  readonly writes: Writes;
  readonly onClose: () => void;
}

/** A few words about a step, and what they mean: it is done, or it is left out. */
function NoteSheet({ task, open, writes, onClose }: NoteSheetProps): ReactNode {
  const t = useWords('myWork');
  const id = useId();
  const draft = useDraft(`task:${task.id}`);
  const text = draft.text ?? '';
  const empty = text.trim() === '';
  const sent = (): void => {
    draft.drop();
    onClose();
  };
  return (
    <Sheet
      title={`${task.sequence}. ${task.title}`}
      open={open}
      onClose={onClose}
      actions={
        <>
          <Button size="large" className="min-h-14" disabled={empty} onClick={() => writes.skipTask(task, text).then(sent)}>
            {t('skipDo')}
          </Button>
          <Button
            variant="primary"
            size="large"
            className="min-h-14 flex-1"
            disabled={empty}
            onClick={() => writes.completeTask(task, text).then(sent)}
          >
            {t('noteSave')}
          </Button>
        </>
      }
    >
      <label htmlFor={id} className="block pb-1 text-lg font-medium">
        {t('noteOrReason')}
      </label>
      <textarea
        id={id}
        rows={4}
        value={text}
        onChange={(event) => draft.write(event.target.value)}
        className="w-full rounded border border-edge bg-raised p-2 text-lg"
      />
    </Sheet>
  );
}
