'use client';

import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/index.ts';
import { usePageTitle } from './title.tsx';

/** An address that leads nowhere. */
export function NotFound(): ReactNode {
  const t = useWords('shell');
  usePageTitle(t('notFound'));
  return (
    <main className="flex flex-col items-start gap-3 p-6">
      <h1 className="text-lg">{t('notFound')}</h1>
      <p className="m-0 text-ink-2">{t('notFoundWhy')}</p>
      <Button href={links.overview()}>{t('toOverview')}</Button>
    </main>
  );
}
