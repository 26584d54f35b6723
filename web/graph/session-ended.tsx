'use client';

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { signInAgain, useSession } from './session.ts';

/**
 * Lies over the page when the session has ended: what was typed stays below it, and in the form's draft, until the person is back.
 * Nothing goes on without them; signing in again in another tab takes it away.
 */
export function SessionEnded(): ReactNode {
  const { state, person } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [address, setAddress] = useState('/sign-in');
  const t = useWords('graph');
  const ended = state === 'ended';
  useEffect(() => {
    if (!ended) return dialog.current?.close();
    setAddress(signInAgain());
    if (!dialog.current?.open) dialog.current?.showModal();
  }, [ended, person]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="session-ended-title"
      aria-describedby="session-ended-text"
      onCancel={(event) => event.preventDefault()}
      className="m-auto max-w-sm rounded border border-line bg-surface p-4 text-ink shadow-overlay backdrop:bg-black/35"
    >
      <h2 id="session-ended-title" className="text-base font-semibold">
        {t('sessionEnded')}
      </h2>
      <p id="session-ended-text" className="mt-2 text-ink-2">
        {person ? t('sessionEndedOf', { name: person.displayName }) : t('sessionEndedText')}
      </p>
      <a
        href={address}
        className="mt-4 inline-flex min-h-[var(--control)] items-center rounded bg-focus px-3 font-medium text-on-focus focus-visible:outline-2 focus-visible:outline-offset-2"
      >
        {t('signInAgain')}
      </a>
    </dialog>
  );
}
