'use client';

import { useState } from 'react';
import { useChange } from '../graph/use-change.ts';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/index.ts';
import { isUnacknowledged, type Alarm } from './alarm.ts';
import { acknowledgeAlarm, acknowledgeAlarms } from './documents.ts';

/** The most that the graph takes at once. */
const atOnceMax = 100;

export interface Acknowledging {
  /** Whether an alarm is on its way to be acknowledged. */
  readonly isBusy: (id: string) => boolean;
  /** Acknowledges those of the alarms that wait for it, with one note; says by a toast what came of it. True when all went well. */
  readonly acknowledge: (alarms: readonly Alarm[], note?: string) => Promise<boolean>;
}

/**
 * The operator's "I have seen it and take it on". Never shown before the server has it, never undone, always logged (reference,
 * rule 12); an alarm that somebody else took on meanwhile is told by its asset.
 */
export function useAcknowledging(): Acknowledging {
  const t = useWords('alarms');
  const show = useToast();
  const one = useChange(acknowledgeAlarm);
  const many = useChange(acknowledgeAlarms);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());

  /** Sentences of those that were refused. */
  const send = async (alarms: readonly Alarm[], note: string | null): Promise<string[]> => {
    const [first] = alarms;
    if (first && alarms.length === 1) {
      const answer = await one.run({ id: first.id, note });
      return answer.ok ? [] : answer.problems.map(({ message }) => `${nameOf(first)}: ${message}`);
    }
    const answer = await many.run({ ids: alarms.map(({ id }) => id), note });
    if (answer.ok) return [];
    return answer.problems.map(({ message, path }) => {
      const refused = alarms[Number(path.at(-1))];
      return refused ? `${nameOf(refused)}: ${message}` : message;
    });
  };

  return {
    isBusy: (id) => busy.has(id),
    acknowledge: async (alarms, note = '') => {
      const waiting = alarms.filter(isUnacknowledged);
      if (waiting.length === 0) {
        show({ title: t('nothingToAcknowledge'), kind: 'note' });
        return false;
      }
      setBusy(new Set(waiting.map(({ id }) => id)));
      const refusals: string[] = [];
      for (let from = 0; from < waiting.length; from += atOnceMax) {
        refusals.push(...(await send(waiting.slice(from, from + atOnceMax), note.trim() || null)));
      }
      setBusy(new Set());
      const done = waiting.length - refusals.length;
      if (done > 0) show({ title: t('acknowledged', { n: done }) });
      if (refusals.length > 0) show({ title: t('notAcknowledged', { n: refusals.length }), detail: refusals.join(' · '), kind: 'failed' });
      return refusals.length === 0;
    },
  };
}

function nameOf(alarm: Alarm): string {
  return alarm.asset?.code ?? alarm.number;
}
