'use client';

import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { reload, useStartAnew } from './use-revival.ts';

/** Nobody stands at a wall to press a button: a page that broke starts anew by itself. */
export function Restart(): ReactNode {
  const t = useWords('wall');
  useStartAnew(reload);
  return (
    <main className="p-4">
      <h1 className="text-xl">{t('restart')}</h1>
    </main>
  );
}
