'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AlertOrder } from '../gql/graphql.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { usePages } from '../graph/use-pages.ts';
import type { Alarm } from './alarm.ts';
import { collect, stillWaiting, takeUp, type Seen } from './arrivals.ts';
import { alarmList } from './documents.ts';
import { useFromTheStart } from './use-from-the-start.ts';
import { useSoon } from './use-soon.ts';
import { letsThrough, whereOf, type AlarmFilters, type AlarmView, type KnownIds } from './filters.ts';

const noIds: KnownIds = { sites: new Map(), assets: new Map() };
const nobody: readonly Alarm[] = [];

export interface AlarmQuestion {
  readonly view: AlarmView;
  readonly filters: AlarmFilters;
  /** Null while the ids of what the filters name are asked for. */
  readonly ids: KnownIds | null;
  readonly order: AlertOrder;
}

/**
 * The rows of the alarm list. The active view is two lists, unacknowledged before acknowledged, so that the first stay on top however
 * many there are. A row stays where it is while it changes; one that is new, or was raised again, is kept in `arrived` until
 * `show` puts it on top.
 */
export function useAlarmRows({ view, filters, ids, order }: AlarmQuestion) {
  const known = ids ?? noIds;
  const waiting = usePages(alarmList, { where: whereOf(view, filters, known), orderBy: order }, ({ alerts }) => alerts, {
    pause: ids === null,
  });
  const taken = usePages(alarmList, { where: whereOf('taken', filters, known), orderBy: order }, ({ alerts }) => alerts, {
    pause: ids === null || view !== 'active',
  });
  const both = view === 'active';

  const [arrived, setArrived] = useState(nobody);
  const [shown, setShown] = useState(nobody);
  const seen = useRef<Seen>(new Map());
  const question = JSON.stringify({ view, filters, order });
  const [asked, setAsked] = useState(question);
  if (asked !== question) {
    setAsked(question);
    setArrived(nobody);
    setShown(nobody);
  }

  const rows = useMemo(() => {
    // What is acknowledged follows when all that is not is there, or it would be pushed down by the next page.
    const read = both && !waiting.more ? [...waiting.rows, ...taken.rows] : waiting.rows;
    const byId = new Map<string, Alarm>([...shown, ...read].map((alarm) => [alarm.id, alarm]));
    return [...byId.values()];
  }, [both, shown, waiting.rows, waiting.more, taken.rows]);

  useEffect(() => {
    const before = seen.current;
    setArrived((waitingToBeShown) => stillWaiting(waitingToBeShown, before, rows));
    seen.current = takeUp(before, rows);
  }, [rows]);

  useLiveEvents('alert', ({ alert }) => {
    if (!both) return;
    setShown((before) => (before.some(({ id }) => id === alert.id) ? before.map((each) => (each.id === alert.id ? alert : each)) : before));
    if (letsThrough(filters, alert)) setArrived((before) => collect(before, alert, seen.current));
  });

  const refetchWaiting = waiting.refetch;
  const refetchTaken = taken.refetch;
  const refetch = useCallback(() => {
    refetchWaiting();
    if (both) refetchTaken();
  }, [both, refetchWaiting, refetchTaken]);

  useFromTheStart(refetch);

  const refetchSoon = useSoon(refetch);

  /** Puts what has arrived on top, at once, and reads the list anew for everything to find its place. */
  const show = useCallback(() => {
    setShown((before) => [...arrived, ...before.filter(({ id }) => arrived.every((each) => each.id !== id))]);
    seen.current = new Map([...seen.current, ...arrived.map(({ id, occurrenceCount }) => [id, occurrenceCount] as const)]);
    setArrived(nobody);
    refetchSoon();
  }, [arrived, refetchSoon]);

  const read = both ? [waiting, taken] : [waiting];
  const failing =
    read.find(({ state }) => state === 'failed' || state === 'forbidden') ?? read.find(({ failedSince }) => failedSince) ?? waiting;
  return {
    rows,
    total: waiting.total === undefined ? undefined : waiting.total + (both ? (taken.total ?? 0) : 0),
    state: failing.state,
    error: failing.error,
    failedSince: failing.failedSince,
    stale: waiting.stale || (both && taken.stale),
    more: waiting.more || (both && taken.more),
    loadMore: waiting.more ? waiting.loadMore : taken.loadMore,
    refetch,
    arrived,
    show,
  };
}
