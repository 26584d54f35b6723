'use client';

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { alarmList } from '../alarms/documents.ts';
import { orderOf, standings } from '../alarms/filters.ts';
import { useFromTheStart } from '../alarms/use-from-the-start.ts';
import { isActive } from '../graph/active.ts';
import { backoffMs, waitOrOnline } from '../graph/backoff.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { hasFailed } from '../graph/reading.ts';
import { session } from '../graph/session.ts';
import { Ear, nothing } from './ear.ts';
import type { SoundChoice } from './sound-choice.ts';
import type { Sounding } from './sounding.ts';

const question = { where: standings.active, first: 100, orderBy: orderOf('active', null) };

/** What is to be heard, and how to silence it. */
export function useSounding(choice: SoundChoice): readonly [Sounding, () => void] {
  const client = useClient();
  const [ear] = useState(() => new Ear());
  const sounding = useSyncExternalStore(ear.sounding.subscribe, ear.sounding.get, () => nothing);
  useEffect(() => ear.choose(choice), [ear, choice]);
  useLiveEvents('alert', ({ alert }) => ear.event(alert));

  const nth = useRef(0);
  const failed = useRef(false);
  /** Until it is answered: a list shows that it could not be read, silence does not. */
  const readUntilAnswered = useCallback(async () => {
    const own = ++nth.current;
    for (let tries = 0; own === nth.current; tries++) {
      const takeUp = ear.reads();
      const { data, error } = await client.query(alarmList, question, { requestPolicy: 'network-only' }).toPromise();
      if (own !== nth.current) return;
      failed.current = !data && hasFailed(error);
      if (data) takeUp({ alarms: data.alerts.nodes, whole: !data.alerts.pageInfo.hasNextPage });
      // Whoever signs in again has everything read anew.
      if (!failed.current || session.get().state === 'ended') return;
      await waitOrOnline(backoffMs(tries));
    }
  }, [client, ear]);
  const read = useCallback(() => void readUntilAnswered(), [readUntilAnswered]);
  useEffect(() => {
    read();
    return () => {
      nth.current++;
    };
  }, [read]);
  useEffect(() => isActive({ document: alarmList, variables: question, failed: () => failed.current, refetch: read }), [read]);
  useFromTheStart(read);
  return [sounding, () => ear.silence()];
}
