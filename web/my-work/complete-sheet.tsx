'use client';

import { useId, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { useWords } from '../words/index.ts';
import { notesOfTasks } from '../work-orders/task-notes.ts';
import type { MyOrder } from './my-orders.ts';

interface Props {
  readonly order: MyOrder;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onComplete: (notes: string) => Promise<unknown>;
}

/** What was done, begun from what was noted at the tasks: often nothing is left to type. */
export function CompleteSheet({ order, open, onClose, onComplete }: Props): ReactNode {
  const t = useWords('myWork');
  const field = useId();
  const draft = useDraft(`complete:${order.id}`);
  const notes = draft.text ?? (order.completionNotes || notesOfTasks(order.tasks));
  return (
    <Sheet
      title={t('completeTitle', { number: order.number })}
      open={open}
      onClose={onClose}
      actions={
        <Button
          variant="primary"
          size="large"
          className="min-h-14 flex-1"
          disabled={notes.trim() === ''}
          onClick={() =>
            onComplete(notes).then(() => {
              draft.drop();
              onClose();
            })
          }
        >
          {t('completeDo')}
        </Button>
      }
    >
      <label htmlFor={field} className="block pb-1 text-lg font-medium">
        {t('completeNotes')}
      </label>
      <textarea
        id={field}
        rows={8}
        value={notes}
        onChange={(event) => draft.write(event.target.value)}
        className="w-full rounded border border-edge bg-raised p-2 text-lg"
      />
    </Sheet>
  );
}
