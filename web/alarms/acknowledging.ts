'use client';

import { useState } from 'react';
import type { Problem } from '../graph/errors.ts';
import { useChange } from '../graph/use-change.ts';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/index.ts';
import { acknowledgedOf } from './acknowledged.ts';
import { isUnacknowledged, type Alarm } from './alarm.ts';
import { acknowledgeAlarm, acknowledgeAlarms } from './documents.ts';

/** The most that the graph takes at once. */
const atOnceMax = 100;

/** What came of it for whoever asked: which alarms are left to be asked for again, and what has to be mended first. */
export interface Answered {
  readonly left: readonly Alarm[];
  /** Empty when the call itself failed, which the person was told. */
  readonly problems: readonly Problem[];
}

export interface Acknowledging {
  /** Whether an alarm is on its way to be acknowledged. */
  readonly isBusy: (id: string) => boolean;
  /** Acknowledges those of the alarms that wait for it, with one note; says by a toast what the graph has done, and whom it refused. */
  readonly acknowledge: (alarms: readonly Alarm[], note?: string) => Promise<Answered>;
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

  const send = async (alarms: readonly Alarm[], note: string | null) => {
    const [first] = alarms;
    const isOne = first && alarms.length === 1;
    return acknowledgedOf(
      alarms,
      isOne ? await one.run({ id: first.id, note }) : await many.run({ ids: alarms.map(({ id }) => id), note }),
    );
  };

  return {
    isBusy: (id) => busy.has(id),
    acknowledge: async (alarms, note = '') => {
      const waiting = alarms.filter(isUnacknowledged);
      if (waiting.length === 0) {
        show({ title: t('nothingToAcknowledge'), kind: 'note' });
        return { left: [], problems: [] };
      }
      setBusy(new Set(waiting.map(({ id }) => id)));
      const refusals: string[] = [];
      let done = 0;
      let rest: readonly Alarm[] = waiting;
      let problems: readonly Problem[] = [];
      while (rest.length > 0) {
        const answer = await send(rest.slice(0, atOnceMax), note.trim() || null);
        done += answer.done.length;
        refusals.push(...answer.refused.map(({ alarm, message }) => `${nameOf(alarm)}: ${message}`));
        ({ problems } = answer);
        // What keeps these back keeps back those after them.
        if (answer.left.length > 0) break;
        rest = rest.slice(atOnceMax);
      }
      setBusy(new Set());
      if (done > 0) show({ title: t('acknowledged', { n: done }) });
      if (refusals.length > 0) show({ title: t('notAcknowledged', { n: refusals.length }), detail: refusals.join(' · '), kind: 'failed' });
      return { left: rest, problems };
    },
  };
}

function nameOf(alarm: Alarm): string {
  return alarm.asset?.code ?? alarm.number;
}
