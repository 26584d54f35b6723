'use client';

import { useEffect, type ReactNode } from 'react';
import { useWords } from '../words/index.ts';

const restartMs = 15_000;

/** Nobody stands at a wall to press a button: a page that broke starts anew by itself. */
export function Restart(): ReactNode {
  const t = useWords('wall');
  useEffect(() => {
    const timer = setTimeout(() => location.reload(), restartMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="p-4">
      <h1 className="text-xl">{t('restart')}</h1>
    </main>
  );
}
