'use client';

import { lazy, Suspense, useState, type ReactNode } from 'react';
import { signOut } from '../graph/session.ts';
import { useOutbox } from '../outbox/use-outbox.ts';
import { showToast } from '../ui/toasts.ts';
import { useWords } from '../words/index.ts';

// Seldom asked: fetched with the other things that open over the page (`preload.ts`).
const SignOutDialog = lazy(() => import('./sign-out-dialog.tsx'));

export interface Leave {
  /** Signs out, here or on every device; with unsent work it asks first. */
  readonly leave: (everywhere: boolean) => Promise<void>;
  /** The question, to be drawn by whoever offers the way out. */
  readonly question: ReactNode;
}

/** The one way out of the console: unsent work is asked for, a failure is told. */
export function useLeave(): Leave {
  const t = useWords('shell');
  const { entries } = useOutbox();
  const [asking, setAsking] = useState<{ readonly everywhere: boolean } | null>(null);
  const go = (everywhere: boolean): Promise<void> =>
    signOut({ everywhere }).catch(() => showToast({ kind: 'failed', title: t('signOutFailed'), detail: t('signOutFailedWhy') }));
  return {
    leave: async (everywhere) => (entries.length > 0 ? setAsking({ everywhere }) : go(everywhere)),
    question: asking !== null && (
      <Suspense>
        <SignOutDialog unsent={entries.length} onClose={() => setAsking(null)} onSignOut={() => go(asking.everywhere)} />
      </Suspense>
    ),
  };
}
