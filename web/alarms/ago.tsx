'use client';

import type { ReactNode } from 'react';
import { formatTime } from '../time/format.ts';
import { useZone } from '../time/zone.tsx';
import { useAge } from '../ui/time.tsx';
import { useLanguage, useWords } from '../words/index.ts';

/** How long ago an alarm was raised: `45 min ago`. Counts on by itself. */
export function Ago({ at, className = '' }: { readonly at: string; readonly className?: string }): ReactNode {
  const t = useWords('time');
  const tell = useAge();
  const language = useLanguage();
  const { zone, label } = useZone();
  return (
    <time
      dateTime={at}
      className={`tnum whitespace-nowrap ${className}`}
      data-tip={`${formatTime(at, { zone, language, style: 'full' })} ${label}`}
    >
      {t('ago', { age: tell(at) })}
    </time>
  );
}
