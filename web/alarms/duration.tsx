'use client';

import type { ReactNode } from 'react';
import { ageParts } from '../time/format.ts';
import { useWords } from '../words/index.ts';

/** How long something lasted, in its largest fitting unit. */
export function Duration({ from, to }: { readonly from: string; readonly to: string }): ReactNode {
  const t = useWords('time');
  const { unit, n } = ageParts(Date.parse(to) - Date.parse(from));
  return <span className="tnum whitespace-nowrap">{t(unit, { n })}</span>;
}
