'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { outdated } from '../graph/outdated.tsx';
import { signInAgain, useSession, wasSignedOut } from '../graph/session.ts';
import { links } from '../links.ts';
import { waitMs } from './revive.ts';

/**
 * Nobody stands at a wall to press a button: a newer console is loaded, and a session that is over begun again, by itself. With a
 * session at the provider that still lives the wall comes back; without one the provider's page, or ours, waits for a person.
 */
export function useRevival(): void {
  const isOutdated = useSyncExternalStore(outdated.subscribe, outdated.get, () => false);
  const isOver = useSession().state === 'ended';
  useStartAnew(isOver ? signIn : isOutdated ? reload : null);
}

/** Goes where it is told soon, and as soon as the page can be had: the browser's own error would stay on the wall. */
export function useStartAnew(go: (() => void) | null): void {
  useEffect(() => {
    if (go === null) return undefined;
    let gone = false;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      timer = setTimeout(() => void start(), waitMs(noted(), Date.now()));
    };
    const start = async (): Promise<void> => {
      note(Date.now());
      const up = await isUp();
      if (gone) return;
      if (up) go();
      else wait();
    };
    wait();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [go]);
}

export function reload(): void {
  location.reload();
}

function signIn(): void {
  location.replace(wasSignedOut() ? links.signIn({ returnTo: location.pathname + location.search }) : signInAgain());
}

const askMsMax = 8_000;

async function isUp(): Promise<boolean> {
  try {
    const response = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(askMsMax) });
    return response.ok;
  } catch {
    return false;
  }
}

const place = 'dcmms.wall.revived';

/** Beyond the page's own life, which ends with it. */
function note(at: number): void {
  sessionStorage.setItem(place, String(at));
}

function noted(): number | null {
  const at = Number(sessionStorage.getItem(place) ?? Number.NaN);
  return Number.isFinite(at) ? at : null;
}
