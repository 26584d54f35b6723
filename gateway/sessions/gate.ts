import type { IncomingMessage } from 'node:http';
import type { ConsolePages } from './console-pages.ts';
import { clearCookie, readCookies, sessionCookieName, setCookie } from './cookies.ts';
import type { LiveSession, Sessions } from './sessions.ts';

/** Requests with a session's cookie: whether one carries it, whether it may count, who asks by it. */
export class SessionGate {
  readonly sessions: Sessions;
  readonly pages: ConsolePages;

  constructor(sessions: Sessions, pages: ConsolePages) {
    this.sessions = sessions;
    this.pages = pages;
  }

  /** The value of the session's cookie. A bearer beside it counts alone: then there is none. */
  valueOf(request: IncomingMessage): string | undefined {
    if (request.headers.authorization !== undefined) return undefined;
    const value = readCookies(request.headers.cookie).get(sessionCookieName(this.pages.arrival(request).secure));
    return value === undefined || value === '' || value.length > 200 ? undefined : value;
  }

  /** @throws Unauthenticated when the session is over. */
  authenticate(value: string): Promise<LiveSession> {
    return this.sessions.authenticate(value);
  }

  /** Whether a page of the console sent it, so that its cookie may count for more than a look. */
  sentByConsole(request: IncomingMessage): boolean {
    if (this.pages.sent(request)) return true;
    this.sessions.metrics.refused.inc({ reason: 'origin' });
    return false;
  }

  /** The cookie of a new session, or of none any more. */
  cookie(request: IncomingMessage, value: string | undefined): string {
    const { secure } = this.pages.arrival(request);
    const name = sessionCookieName(secure);
    if (value === undefined) return clearCookie(name, { path: '/', secure });
    return setCookie(name, value, { path: '/', secure, maxAgeS: this.sessions.times.absoluteMs / 1_000 });
  }
}

export const foreignPage = 'This page may not act with a session: the request’s Origin is not the console’s.';
