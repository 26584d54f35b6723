'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { useClient } from 'urql';
import { links } from '../links.ts';
import { showToast } from '../ui/toasts.ts';
import { useWords } from '../words/index.ts';
import { keepApp, registered } from './keep-app.ts';
import { outbox } from './outbox.ts';

/** Pages that have to open where there is no network. */
const technicians: ReadonlySet<string> = new Set([links.myWork(), links.outbox()]);

/** Keeps the outbox going while the console is open, and says what waits for a decision. */
export function OutboxSender(): null {
  const client = useClient();
  const t = useWords('outbox');
  useEffect(
    () =>
      outbox.open(
        client,
        ({ title, state, problems }) =>
          showToast({
            // The technician's pages show it where it belongs; a toast that stays would cover the next step there.
            kind: technicians.has(location.pathname) ? 'note' : 'failed',
            title,
            detail: state === 'conflict' ? t('conflictShort') : (problems[0]?.message ?? t('refused')),
            href: links.outbox(),
          }),
        ({ title }) => showToast({ kind: 'failed', title, detail: t('unstored') }),
      ),
    [client, t],
  );
  const path = usePathname();
  const isTechnicians = technicians.has(path);
  useEffect(() => {
    void (isTechnicians ? keepApp([...technicians]) : registered());
  }, [isTechnicians]);
  return null;
}
