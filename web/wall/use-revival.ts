'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { outdated } from '../graph/outdated.tsx';
import { signInAgain, useSession, wasSignedOut } from '../graph/session.ts';
import { links } from '../links.ts';
import { waitMs } from './revive.ts';
import { isPageUp, isSessionOver } from './up.ts';

/** Where to start anew, and whether that can be had: an error of the browser, or of the server between, would stay on the wall. */
export interface Start {
  readonly go: () => void;
  readonly isUp: () => Promise<boolean>;
}

/**
 * Nobody stands at a wall to press a button: a newer console is loaded, and a session that is over begun again, by itself. With a
 * session at the provider that still lives the wall comes back; without one the provider's page, or ours, waits for a person.
 */
export function useRevival(): void {
  const isOutdated = useSyncExternalStore(outdated.subscribe, outdated.get, () => false);
  const isOver = useSession().state === 'ended';
  useStartAnew(isOver ? signIn : isOutdated ? reload : null);
}

/** Goes where it is told soon, and as soon as that can be had. */
export function useStartAnew(start: Start | null): void {
  useEffect(() => {
    if (start === null) return undefined;
    let gone = false;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      timer = setTimeout(() => void begin(), waitMs(noted(), Date.now()));
    };
    const begin = async (): Promise<void> => {
      note(Date.now());
      const up = await start.isUp();
      if (gone) return;
      if (up) start.go();
      else wait();
    };
    wait();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [start]);
}

export const reload: Start = { go: () => location.reload(), isUp: isPageUp };

const signIn: Start = {
  go: () => location.replace(wasSignedOut() ? links.signIn({ returnTo: location.pathname + location.search }) : signInAgain()),
  isUp: async () => (await isPageUp()) && (await isSessionOver()),
};

const place = 'dcmms.wall.revived';

/** Beyond the page's own life, which ends with it. */
function note(at: number): void {
  sessionStorage.setItem(place, String(at));
}

function noted(): number | null {
  const at = Number(sessionStorage.getItem(place) ?? Number.NaN);
  return Number.isFinite(at) ? at : null;
}
