'use client';

import { useState, type ReactNode } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { Form, type Field } from '../ui/form.tsx';
import { SeverityMark } from '../ui/marks.tsx';
import { useWords } from '../words/index.ts';
import type { Acknowledging } from './acknowledging.ts';
import { byPriority, causeOf, isUnacknowledged, type Alarm } from './alarm.ts';

interface Values {
  readonly note: string;
}

const fieldsOf = (label: string, help: string): readonly Field<Values>[] => [
  { kind: 'textArea', name: 'note', label, help, rows: 2, maxLength: 2_000, autoFocus: true },
];

/** Acknowledges one alarm with a note, or several: it is told which, the worst first, because it cannot be taken back. */
export function AcknowledgeDialog({ alarms, acknowledging, onClose }: AcknowledgeDialogProps): ReactNode {
  const t = useWords('alarms');
  const [waiting, setWaiting] = useState<readonly Alarm[]>(() => alarms.filter(isUnacknowledged).sort(byPriority));
  return (
    <Dialog title={t('acknowledgeMany', { n: waiting.length })} open onClose={onClose}>
      <p className="mb-2 text-ink-2">{t('acknowledgeManyText', { n: waiting.length })}</p>
      <ul className="mb-3 max-h-48 overflow-y-auto border-y">
        {waiting.map((alarm) => (
          <li key={alarm.id} className="flex min-h-(--row) items-center gap-2 border-t px-1 first:border-t-0">
            <SeverityMark severity={alarm.severity} />
            <span className="code w-20 shrink-0">{alarm.asset?.code ?? alarm.site?.code}</span>
            <span className="truncate">{causeOf(alarm)}</span>
          </li>
        ))}
      </ul>
      <Form<Values>
        id={`alarms-acknowledge-${alarms
          .map(({ id }) => id)
          .join('-')
          .slice(0, 80)}`}
        fields={fieldsOf(t('note'), t('noteHelp'))}
        initial={{ note: '' }}
        submitLabel={t('acknowledge')}
        onCancel={onClose}
        onSubmit={async ({ note }) => {
          const { left, problems } = await acknowledging.acknowledge(waiting, note);
          if (left.length > 0) {
            setWaiting(left);
            return { ok: false, problems };
          }
          // Who was refused is told by name beside the list: somebody else took it on, and there is nothing to mend here.
          onClose();
          return { ok: true };
        }}
      />
    </Dialog>
  );
}

export interface AcknowledgeDialogProps {
  readonly alarms: readonly Alarm[];
  readonly acknowledging: Acknowledging;
  readonly onClose: () => void;
}
