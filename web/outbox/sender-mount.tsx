'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useClient } from 'urql';
import { links } from '../links.ts';
import { useReadable } from '../time/use-readable.ts';
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
  // The outbox goes on when the page's clock changes: it asks for the newest way to read.
  const read = useReadable();
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(
    () =>
      outbox.open(
        client,
        ({ title, state, problems }) =>
          showToast({
            // The technician's pages show it where it belongs; a toast that stays would cover the next step there.
            kind: technicians.has(location.pathname) ? 'note' : 'failed',
            title,
            detail: state === 'conflict' ? t('conflictShort') : (problems.map(({ message }) => latest.current(message))[0] ?? t('refused')),
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
