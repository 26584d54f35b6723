'use client';

import { useId, useState, type ReactNode } from 'react';
import type { HoldReason } from '../gql/graphql.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { useEnumLabel, useWords } from '../words/index.ts';
import { holdReasons } from '../work-orders/hold-reasons.ts';

interface Props {
  readonly orderId: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onHold: (reason: HoldReason, note: string) => Promise<unknown>;
}

/** Why work stops: a reason is one tap and does it; the one that says nothing wants words. */
export function HoldSheet({ orderId, open, onClose, onHold }: Props): ReactNode {
  const t = useWords('myWork');
  const label = useEnumLabel();
  const draft = useDraft(`hold:${orderId}`);
  const note = draft.text ?? '';
  const [asked, setAsked] = useState(false);
  // What was begun goes on: closing the sheet gives up nothing.
  const other = asked || note !== '';
  const field = useId();
  const close = (): void => {
    setAsked(false);
    onClose();
  };
  const hold = async (reason: HoldReason): Promise<void> => {
    await onHold(reason, note);
    draft.drop();
    close();
  };
  return (
    <Sheet
      title={t('holdTitle')}
      open={open}
      onClose={close}
      actions={
        other ? (
          <Button variant="primary" size="large" className="min-h-14 flex-1" disabled={note.trim() === ''} onClick={() => hold('OTHER')}>
            {t('holdDo')}
          </Button>
        ) : undefined
      }
    >
      <div className="grid grid-cols-2 gap-2">
        {holdReasons.map((reason) => (
          <Button
            key={reason}
            size="large"
            className="min-h-14 !whitespace-normal"
            aria-pressed={other && reason === 'OTHER'}
            onClick={reason === 'OTHER' ? () => setAsked(true) : () => hold(reason)}
          >
            {label('HoldReason', reason)}
          </Button>
        ))}
      </div>
      {other && (
        <div className="pt-4">
          <label htmlFor={field} className="block pb-1 text-lg font-medium">
            {t('holdNote')}
          </label>
          <textarea
            id={field}
            rows={3}
            value={note}
            onChange={(event) => draft.write(event.target.value)}
            className="w-full rounded border border-edge bg-raised p-2 text-lg"
          />
        </div>
      )}
    </Sheet>
  );
}
