'use client';

import type { ReactNode } from 'react';
import { useChange } from '../graph/use-change.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Form, type Field } from '../ui/form.tsx';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/index.ts';
import type { Alarm } from './alarm.ts';
import { resolveAlarm } from './documents.ts';

interface Values {
  readonly resolution: string;
  readonly rootCause: string;
}

/** Ends an alarm by hand, with what was done about it. */
export function ResolveDialog({ alarm, onClose }: { readonly alarm: Alarm; readonly onClose: () => void }): ReactNode {
  const t = useWords('alarms');
  const toast = useToast();
  const change = useChange(resolveAlarm);
  const fields: readonly Field<Values>[] = [
    {
      kind: 'textArea',
      name: 'resolution',
      label: t('resolution'),
      help: t('resolutionHelp'),
      required: true,
      rows: 3,
      maxLength: 4_000,
      autoFocus: true,
    },
    { kind: 'textArea', name: 'rootCause', label: t('rootCause'), rows: 2, maxLength: 4_000 },
  ];
  return (
    <Dialog title={t('resolveTitle', { asset: alarm.asset?.code ?? alarm.number })} open onClose={onClose}>
      <p className="mb-3 text-ink-2">{t('resolveText')}</p>
      <Form<Values>
        id={`alarm-resolve-${alarm.id}`}
        fields={fields}
        initial={{ resolution: '', rootCause: '' }}
        submitLabel={t('resolve')}
        onCancel={onClose}
        onSubmit={async ({ resolution, rootCause }) => {
          const answer = await change.run({ id: alarm.id, resolution, rootCause: rootCause.trim() || null });
          if (!answer.ok) return answer;
          toast({ title: t('resolved') });
          onClose();
          return { ok: true };
        }}
      />
    </Dialog>
  );
}
