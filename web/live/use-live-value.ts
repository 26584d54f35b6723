'use client';

import { useCallback, useRef, useSyncExternalStore } from 'react';
import { followTag, liveValueNow } from './frames.ts';
import type { LiveValue } from './values.ts';

export { liveRing } from './frames.ts';
export { qualities, type LiveQuality, type Ring, type RingWindow } from './ring.ts';
export type { LiveValue } from './values.ts';

/** The newest value of a tag; undefined until the first frame, or without a tag. Changes at most once per painted frame. */
export function useLiveValue(tagId: string | undefined): LiveValue | undefined {
  const subscribe = useCallback((listener: () => void) => (tagId === undefined ? nothing : followTag(tagId, listener)), [tagId]);
  const get = useCallback(() => (tagId === undefined ? undefined : liveValueNow(tagId)), [tagId]);
  return useSyncExternalStore(subscribe, get, none);
}

/** The newest values of several tags, in their order; the same list as long as none of them has changed. */
export function useLiveValues(tagIds: readonly string[]): readonly (LiveValue | undefined)[] {
  const key = tagIds.join(' ');
  const last = useRef<readonly (LiveValue | undefined)[]>([]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = key === '' ? [] : key.split(' ').map((tagId) => followTag(tagId, listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [key],
  );
  const get = useCallback(() => {
    const now = key === '' ? [] : key.split(' ').map(liveValueNow);
    const before = last.current;
    if (now.length !== before.length || now.some((value, index) => value !== before[index])) last.current = now;
    return last.current;
  }, [key]);
  return useSyncExternalStore(subscribe, get, () => empty);
}

const empty: readonly (LiveValue | undefined)[] = [];

function none(): undefined {
  return undefined;
}

function nothing(): void {}
