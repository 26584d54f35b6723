'use client';

import { useCallback } from 'react';
import { useFromTheStart } from '../../alarms/use-from-the-start.ts';
import { useSoon } from '../../alarms/use-soon.ts';
import { useLiveEvents } from '../../graph/live-feeds.tsx';
import { useData } from '../../graph/use-data.ts';
import { assetTreeAlarms } from './documents.ts';

/** What is wrong now, anywhere in the tree, kept up to date: an alarm that comes, goes or is taken on changes the marks above it. */
export function useTreeAlarms() {
  const alarms = useData(assetTreeAlarms, {});
  const { refetch, state } = alarms;
  const forbidden = state === 'forbidden';
  const again = useCallback(() => {
    if (!forbidden) refetch();
  }, [forbidden, refetch]);
  useFromTheStart(again);
  const soon = useSoon(again);
  useLiveEvents('alert', ({ alert }) => {
    // What is for information alone marks nothing.
    if (alert.severity !== 'INFO') soon();
  });
  return alarms;
}
