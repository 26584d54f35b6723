'use client';

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
  return async (alarm) => {
    const asset = alarm.asset?.code ?? alarm.number;
    const answer = await run({ id: alarm.id });
    if (answer.ok) show({ title: t('unshelved', { asset }) });
    else if (answer.problems.length > 0) {
      show({ title: t('notUnshelved', { asset }), detail: answer.problems.map(({ message }) => message).join(' '), kind: 'failed' });
    }
  };
}
