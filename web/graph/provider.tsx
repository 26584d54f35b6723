'use client';

import { useEffect, useState, type ReactNode } from 'react';
import { Provider } from 'urql';
import { OutboxSender } from '../outbox/sender-mount.tsx';
import { openGraph } from './client.ts';
import { Outdated } from './outdated.tsx';
import { SessionEnded } from './session-ended.tsx';
import { refetchFailed } from './active.ts';
import { useEvery } from './use-every.ts';
import { askSession, signInAgain, watchSession } from './session.ts';

/**
 * The graph for everything below it: one client, one cache, one socket, one session, and the outbox that sends what a technician
 * has done. Whoever comes without a session is sent to sign in, and back to where they wanted to go.
 */
export function GraphProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [client] = useState(openGraph);
  useEvery(againMs, refetchFailed);
  useEffect(() => {
    void askSession().then(({ state }) => {
      if (state === 'ended') location.replace(signInAgain());
    });
    return watchSession();
  }, []);
  return (
    <Provider value={client}>
      {children}
      <OutboxSender />
      <Outdated />
      <SessionEnded />
    </Provider>
  );
}

/** What could not be read is asked for again within this time: a subgraph that comes back is not an event that anybody is told of. */
const againMs = 30_000;
