import type { Log } from '@dcmms/runtime/log.ts';
import { Unauthenticated } from '../identity/identity.ts';
import type { SessionGate } from '../sessions/gate.ts';

/** The session by whose cookie a socket was opened. */
export interface OpenSession {
  readonly id: string;
  readonly cookie: string;
}

export interface SessionSockets {
  readonly gate: SessionGate;
  readonly open: () => Iterable<{ readonly session?: OpenSession }>;
  /** Closes the sockets of one session. */
  readonly close: (sessionId: string) => void;
  readonly log: Log;
}

/** How many sessions are looked at together. */
const atOnce = 20;

/**
 * Sees to it that a socket ends with the session that opened it: at once when that is ended here or told by another gateway,
 * otherwise at the next look. To look is to use: an open socket keeps its session from becoming idle, so that a screen which is
 * watched is not signed out under its operator.
 */
export function watchSessions({ gate, open, close, log }: SessionSockets): { look(): Promise<void>; stop(): void } {
  const stop = gate.sessions.onEnd(close);
  let looking = false;
  const lookAt = async ({ id, cookie }: OpenSession) => {
    try {
      await gate.authenticate(cookie);
    } catch (error) {
      if (error instanceof Unauthenticated) close(id);
      else log.warn({ err: error }, 'whether a session goes on could not be told');
    }
  };
  return {
    async look() {
      // A database that has become slow must not find more of the same waiting each time.
      if (looking) return;
      looking = true;
      const sessions = [...new Map([...open()].flatMap(({ session }) => (session ? [[session.id, session] as const] : []))).values()];
      for (let from = 0; from < sessions.length; from += atOnce) await Promise.all(sessions.slice(from, from + atOnce).map(lookAt));
      looking = false;
    },
    stop,
  };
}
