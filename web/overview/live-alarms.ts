'use client';

import { useMemo, useState } from 'react';
import { byPriority, isUnacknowledged, type Alarm } from '../alarms/alarm.ts';
import { standings } from '../alarms/filters.ts';
import { useFromTheStart } from '../alarms/use-from-the-start.ts';
import { useData } from '../graph/use-data.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useNow } from '../time/now.ts';
import { overviewAlarms } from './documents.ts';

/** The most that a rail shows; the rest is a click away. */
const readMax = 25;

/** Events that are kept beside what was read; older ones were read by then. */
const keptMax = 200;

/** How long an alarm stays where it was after somebody has taken it on: nothing moves under a pointer that has just pressed. */
const lingerMs = 10_000;

/** Unacknowledged alarms within reach, over or not, the worst first, kept up to date by events without asking again. */
export function useLiveAlarms() {
  const { data, ...rest } = useData(overviewAlarms, { where: standings.active, first: readMax });
  useFromTheStart(rest.refetch);
  const [events, setEvents] = useState<ReadonlyMap<string, Alarm>>(new Map());
  const now = useNow(5_000);
  useLiveEvents('alert', ({ alert }) => {
    setEvents((before) => new Map([...[...before].filter(([id]) => id !== alert.id).slice(1 - keptMax), [alert.id, alert]]));
  });
  const alarms = useMemo(() => {
    if (!data) return undefined;
    const merged = new Map<string, Alarm>([...events, ...data.alerts.nodes.map((alarm) => [alarm.id, alarm] as const)]);
    return [...merged.values()].filter((alarm) => isShown(alarm, now)).sort(byPriority);
  }, [data, events, now]);
  return { alarms, ...rest };
}

function isShown(alarm: Alarm, now: number | null): boolean {
  if (isUnacknowledged(alarm)) return true;
  return (
    alarm.status !== 'SUPPRESSED' && alarm.acknowledgedAt !== null && now !== null && now - Date.parse(alarm.acknowledgedAt) < lingerMs
  );
}
