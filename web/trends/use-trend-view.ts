'use client';

import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { defaultRange } from '../time/range.ts';
import { zoneModes } from '../time/zone-mode.ts';
import { seriesMax } from './chart/series.ts';

export const resolutions = ['RAW', 'ONE_MINUTE', 'FIVE_MINUTES', 'FIFTEEN_MINUTES', 'ONE_HOUR', 'ONE_DAY'] as const;

/** Everything that a chart shows is in its address: sent to somebody, it shows the same. */
const parsers = {
  tags: parseAsArrayOf(parseAsString).withDefault([]),
  from: parseAsString.withDefault(defaultRange.from),
  to: parseAsString.withDefault(defaultRange.to),
  resolution: parseAsStringLiteral(['auto', ...resolutions]).withDefault('auto'),
  /** By which clock: kept in the address too, or it would show other hours elsewhere. */
  tz: parseAsStringLiteral(zoneModes),
  apart: parseAsBoolean,
  events: parseAsBoolean.withDefault(true),
  limits: parseAsBoolean.withDefault(true),
};

export function useTrendView() {
  const [view, set] = useQueryStates(parsers, { history: 'push' });
  const key = view.tags.join(',');
  const tags = useMemo(() => [...new Set(key.split(',').filter((id) => id !== ''))].slice(0, seriesMax), [key]);
  const add = useCallback(
    (id: string) =>
      set((before) => ({ tags: before.tags.includes(id) || before.tags.length >= seriesMax ? before.tags : [...before.tags, id] })),
    [set],
  );
  const remove = useCallback((id: string) => set((before) => ({ tags: before.tags.filter((each) => each !== id) })), [set]);
  const show = useCallback((range: { readonly from: string; readonly to: string }) => set(range), [set]);
  return { ...view, tags, add, remove, show, set };
}
