'use client';

import { useEffect, useRef, useState } from 'react';
import type { Span } from '../chart/series.ts';
import { AskError } from './ask.ts';
import { readSeries, type ReadSeries, type TagFacts, type WantedResolution } from './read-series.ts';

export interface Readings {
  /** In the order of the tags; while others are being read these are of the span before. */
  readonly series: readonly ReadSeries[];
  /** The first time of all. */
  readonly loading: boolean;
  readonly stale: boolean;
  readonly error: AskError | undefined;
  readonly failedSince: Date | undefined;
  readonly retry: () => void;
}

const nothing: readonly ReadSeries[] = [];

/** The readings of tags over a span: kept while newer ones are read, so that a zoom is seen at once and becomes finer. */
export function useReadings(tags: readonly TagFacts[], span: Span | null, wanted: WantedResolution): Readings {
  const [state, setState] = useState<Omit<Readings, 'retry'>>({
    series: nothing,
    loading: true,
    stale: false,
    error: undefined,
    failedSince: undefined,
  });
  const [attempt, setAttempt] = useState(0);
  const held = useRef<Held | null>(null);
  const latest = useRef(tags);
  useEffect(() => {
    latest.current = tags;
  });
  const key = tags.map(({ id }) => id).join(',');
  const from = span?.from;
  const to = span?.to;
  useEffect(() => {
    if (from === undefined || to === undefined) return undefined;
    const asked = latest.current;
    if (asked.length === 0) {
      setState({ series: nothing, loading: false, stale: false, error: undefined, failedSince: undefined });
      return undefined;
    }
    if (held.current && covers(held.current, { key, wanted, attempt, from, to })) {
      setState((before) => (before.stale ? { ...before, stale: false } : before));
      return undefined;
    }
    held.current = null;
    const ending = new AbortController();
    const ids = new Set(asked.map(({ id }) => id));
    setState((before) => ({ ...before, series: before.series.filter(({ tagId }) => ids.has(tagId)), stale: before.series.length > 0 }));
    Promise.all(asked.map((tag) => readSeries(tag, { from, to }, { wanted, share: asked.length, signal: ending.signal }))).then(
      (series) => {
        if (ending.signal.aborted) return;
        held.current = { key, wanted, attempt, from, to, raw: series.every(({ resolution }) => resolution === 'RAW') };
        setState({ series, loading: false, stale: false, error: undefined, failedSince: undefined });
      },
      (error: unknown) => {
        if (ending.signal.aborted) return;
        const told = error instanceof AskError ? error : new AskError('INTERNAL');
        setState((before) => ({ ...before, loading: false, stale: false, error: told, failedSince: before.failedSince ?? new Date() }));
      },
    );
    return () => ending.abort();
  }, [key, from, to, wanted, attempt]);
  return { ...state, retry: () => setAttempt((count) => count + 1) };
}

/** What was asked for and read. */
interface Asked {
  readonly key: string;
  readonly wanted: WantedResolution;
  readonly attempt: number;
  readonly from: number;
  readonly to: number;
}

interface Held extends Asked {
  /** Every reading of the span, not buckets of them. */
  readonly raw: boolean;
}

/** Whoever holds every reading of a span holds every one of a part of it: zooming in and back again asks for nothing. */
export function covers(held: Held, asked: Asked): boolean {
  return (
    held.raw &&
    held.key === asked.key &&
    held.wanted === asked.wanted &&
    held.attempt === asked.attempt &&
    held.from <= asked.from &&
    asked.to <= held.to
  );
}
