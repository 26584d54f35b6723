'use client';

import { useCallback } from 'react';
import { useLanguage } from '../words/index.ts';
import { readable } from './sentence.ts';
import { useZone } from './zone.tsx';

/** Makes sentences of the graph readable: their instants by the clock that this page, or this site, goes by. */
export function useReadable(site?: string | null): (sentence: string) => string {
  const language = useLanguage();
  const { zone } = useZone(site);
  return useCallback((sentence) => readable(sentence, zone, language, new Date()), [zone, language]);
}
