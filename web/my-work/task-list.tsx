'use client';

import { Check, Minus } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { MyOrder } from './my-orders.ts';
import { isOpen } from './offer.ts';
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
  const [sheet, setSheet] = useState<'note' | 'skip'>();
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
        className="flex min-h-14 min-w-0 flex-1 items-start gap-3 py-3 pl-4 text-left disabled:cursor-default"
      >
        <span
          aria-hidden
          className={cx(
            'grid size-7 shrink-0 place-items-center rounded border-2 [&>svg]:size-5',
            open ? (enabled ? 'border-ink bg-raised' : 'border-edge') : 'border-ink bg-ink text-canvas',
          )}
        >
          {task.status === 'COMPLETED' ? <Check strokeWidth={3} /> : task.status === 'SKIPPED' ? <Minus strokeWidth={3} /> : null}
        </span>
        <span className="min-w-0 flex-1 pt-0.5">
          <span className={cx('block text-lg', open ? 'font-medium' : 'text-ink-2')}>
            <span className="tnum">{task.sequence}.</span> {task.title}
            {task.isCritical && <b className="ml-2 rounded-sm border border-ink px-1 text-sm font-semibold">{t('critical')}</b>}
          </span>
          {open && task.description != null && <span className="block text-base text-ink-2">{task.description}</span>}
          {task.status === 'SKIPPED' && <span className="block text-base text-ink-2">{label('TaskStatus', task.status)}</span>}
          {note != null && note !== '' && <span className="block text-base text-ink-2">{note}</span>}
        </span>
      </button>
      {open && enabled && (
        <span className="flex shrink-0 flex-col py-1 pr-2">
          <Button variant="quiet" size="large" label={t('noteFor', { sequence: task.sequence })} onClick={() => setSheet('note')}>
            {t('note')}
          </Button>
          <Button
            variant="quiet"
            size="large"
            label={words('task.skipNamed', { sequence: task.sequence, title: task.title })}
            onClick={() => setSheet('skip')}
          >
            {t('skip')}
          </Button>
        </span>
      )}
      <TextSheet
        key={`${task.id} note`}
        open={sheet === 'note'}
        title={`${task.sequence}. ${task.title}`}
        field={t('noteFor', { sequence: task.sequence })}
        submit={t('noteSave')}
        onClose={() => setSheet(undefined)}
        onSubmit={(text) => writes.completeTask(task, text)}
      />
      <TextSheet
        key={`${task.id} skip`}
        open={sheet === 'skip'}
        title={t('skipTitle', { sequence: task.sequence })}
        field={t('skipReason')}
        submit={t('skipDo')}
        onClose={() => setSheet(undefined)}
        onSubmit={(text) => writes.skipTask(task, text)}
      />
    </li>
  );
}

interface TextSheetProps {
  readonly open: boolean;
  readonly title: string;
  readonly field: string;
  readonly submit: string;
  readonly onClose: () => void;
  readonly onSubmit: (text: string) => Promise<unknown>;
}

/** A few words, and what they are for. */
function TextSheet({ open, title, field, submit, onClose, onSubmit }: TextSheetProps): ReactNode {
  const id = useId();
  const [text, setText] = useState('');
  return (
    <Sheet
      title={title}
      open={open}
      onClose={onClose}
      actions={
        <Button
          variant="primary"
          size="large"
          className="min-h-14 flex-1"
          disabled={text.trim() === ''}
          onClick={() => onSubmit(text).then(onClose)}
        >
          {submit}
        </Button>
      }
    >
      <label htmlFor={id} className="block pb-1 text-lg font-medium">
        {field}
      </label>
      <textarea
        id={id}
        rows={4}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="w-full rounded border border-edge bg-raised p-2 text-lg"
      />
    </Sheet>
  );
}
