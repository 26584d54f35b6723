'use client';

import { useRef } from 'react';
import { useChange } from '../graph/use-change.ts';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/index.ts';
import type { Alarm } from './alarm.ts';
import { unsuppressAlarm } from './documents.ts';

/** Takes an alarm off the shelf before its time, and says by a toast what came of it. */
export function useUnshelving(): (alarm: Alarm) => Promise<void> {
  const t = useWords('alarms');
  const show = useToast();
  const { run } = useChange(unsuppressAlarm);
  const under = useRef(new Set<string>());
  return async (alarm) => {
    // A second press before the answer would be refused: it is off the shelf by then.
    if (under.current.has(alarm.id)) return;
    under.current.add(alarm.id);
    const asset = alarm.asset?.code ?? alarm.number;
    const answer = await run({ id: alarm.id }).finally(() => under.current.delete(alarm.id));
    if (answer.ok) show({ title: t('unshelved', { asset }) });
    else if (answer.problems.length > 0) {
      show({ title: t('notUnshelved', { asset }), detail: answer.problems.map(({ message }) => message).join(' '), kind: 'failed' });
    }
  };
}
