'use client';

import { useEffect, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/index.ts';

export interface PageFailedProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/**
 * A page that could not be drawn: what stands around it stays, and the next page begins anew. It comes with every page, so it brings
 * nothing but words and a button.
 */
export function PageFailed({ error, reset }: PageFailedProps): ReactNode {
  const t = useWords('shell');
  const ui = useWords('ui');
  useEffect(() => console.error(error), [error]);
  return (
    <div role="alert" className="flex flex-col items-start gap-1.5 p-3">
      <h1 className="sr-only">{t('pageFailed')}</h1>
      <div className="font-medium">{ui('couldNotLoad', { what: t('thisPage') })}</div>
      <div className="text-sm text-ink-2">{ui('couldNotLoadWhy')}</div>
      {error.digest !== undefined && (
        <div className="text-sm text-ink-3">
          {ui('reference')} <span className="code select-all">{error.digest}</span>
        </div>
      )}
      <Button onClick={reset}>{ui('retry')}</Button>
    </div>
  );
}
