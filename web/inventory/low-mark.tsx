'use client';

import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';

/** At or below the minimum, as the graph says. In ink: the colours belong to alarms. */
export function LowMark(): ReactNode {
  const t = useWords('inventory');
  return <span className="rounded-sm border border-ink px-1 text-xs font-semibold">{t('low')}</span>;
}
