'use client';

import { useEffect, type ReactNode } from 'react';
import { Failed } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';

export interface PageFailedProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** A page that could not be drawn: what stands around it stays, and the next page begins anew. */
export function PageFailed({ error, reset }: PageFailedProps): ReactNode {
  const t = useWords('shell');
  useEffect(() => console.error(error), [error]);
  return (
    <div className="p-3">
      <h1 className="sr-only">{t('pageFailed')}</h1>
      <Failed what={t('thisPage')} error={error} retry={reset} />
    </div>
  );
}
