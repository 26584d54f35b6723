'use client';

import { useSyncExternalStore, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/index.ts';
import { Observed } from './observed.ts';

/** True once the gateway has refused a document of this page: a newer console is in service. */
export const outdated = new Observed(false);

/** Says so, and leaves the moment to the person: what they have typed is kept as a draft, but they may want to finish. */
export function Outdated(): ReactNode {
  const is = useSyncExternalStore(outdated.subscribe, outdated.get, () => false);
  const t = useWords('graph');
  if (!is) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-0 bottom-0 z-50 flex flex-wrap items-center justify-center gap-3 border-t border-line bg-raised px-3 py-2 shadow-overlay"
    >
      {t('outdated')}
      <Button onClick={() => location.reload()}>{t('reload')}</Button>
    </div>
  );
}
