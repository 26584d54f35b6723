'use client';

import { formatTime } from '../time/format.ts';
import { useZone } from '../time/zone.tsx';
import { useLanguage } from '../words/index.ts';

interface Clash {
  readonly number: string;
  readonly scheduledStart: string;
  readonly scheduledEnd: string;
}

/** Tells what else is planned: `WO-20261125-0004 today 08:00–10:00`. */
export function useClashWords(site: string | null | undefined): (clashes: readonly Clash[]) => string {
  const language = useLanguage();
  const { zone } = useZone(site);
  return (clashes) =>
    clashes
      .map(({ number, scheduledStart, scheduledEnd }) => {
        const start = formatTime(scheduledStart, { zone, language, style: 'day' });
        return `${number} ${start}–${formatTime(scheduledEnd, { zone, language, style: 'clock' })}`;
      })
      .join(', ');
}
