'use client';

import type { ReactNode } from 'react';
import { useChange } from '../graph/use-change.ts';
import { formatTime } from '../time/format.ts';
import { useZone } from '../time/zone.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form, type Field } from '../ui/form.tsx';
import { useToast } from '../ui/toast.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import type { Alarm } from './alarm.ts';
import { suppressAlarm } from './documents.ts';
import { presetEnd, suppressionPresets } from './suppression.ts';
import { useUnshelving } from './unshelving.ts';

interface Values {
  /** A preset's id, or `own`. */
  readonly preset: string;
  readonly until: string;
  readonly reason: string;
}

/** Shelves an alarm until an instant, with a reason: what is silent must have an end and somebody who answers for it. */
export function SuppressDialog({ alarm, onClose }: { readonly alarm: Alarm; readonly onClose: () => void }): ReactNode {
  const t = useWords('alarms');
  const toast = useToast();
  const language = useLanguage();
  const { zone } = useZone(alarm.site?.timezone);
  const change = useChange(suppressAlarm);
  const unshelve = useUnshelving();
  const fields: readonly Field<Values>[] = [
    {
      kind: 'chips',
      name: 'preset',
      label: t('until'),
      required: true,
      options: [...suppressionPresets.map(({ id }) => ({ value: id, label: t(`preset.${id}`) })), { value: 'own', label: t('untilOwn') }],
    },
    {
      kind: 'dateTime',
      name: 'until',
      label: t('untilOwn'),
      required: true,
      zone: alarm.site?.timezone ?? null,
      shownWhen: ({ preset }) => preset === 'own',
    },
    { kind: 'textArea', name: 'reason', label: t('reason'), help: t('reasonHelp'), required: true, rows: 2, maxLength: 2_000 },
  ];
  return (
    <Dialog title={t('shelveTitle', { asset: alarm.asset?.code ?? alarm.number })} open onClose={onClose}>
      <p className="mb-3 text-ink-2">{t('shelveText')}</p>
      <Form<Values>
        id={`alarm-shelve-${alarm.id}`}
        fields={fields}
        initial={{ preset: '1h', until: '', reason: '' }}
        submitLabel={t('shelve')}
        onCancel={onClose}
        onSubmit={async ({ preset, until, reason }) => {
          const chosen = suppressionPresets.find(({ id }) => id === preset);
          const end = chosen ? presetEnd(chosen.id, Date.now()) : new Date(until);
          const answer = await change.run({ id: alarm.id, until: end.toISOString(), reason });
          if (!answer.ok) return answer;
          toast({ title: t('shelved', { until: formatTime(end, { zone, language }) }), undo: () => void unshelve(alarm) });
          onClose();
          return { ok: true };
        }}
      />
    </Dialog>
  );
}
