import { createHash, randomBytes } from 'node:crypto';
import type { CustomFetch } from 'openid-client';
import { z } from 'zod';
import type { SessionRevokeReason } from '@dcmms/db/identity/user-sessions.ts';
import type { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Lru } from '@dcmms/runtime/lru.ts';
import { OutboxTail } from '@dcmms/runtime/outbox.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import type { Found, Person } from '../identity/authority.ts';
import { Unauthenticated, type Authenticated } from '../identity/identity.ts';
import { within } from '../identity/within.ts';
import { sessionMetrics, type SessionMetrics } from './metrics.ts';
import type { Tokens } from './provider.ts';
import { Providers } from './providers.ts';
import { Renewals } from './renewals.ts';
import { SessionRows, sessionTopic, type EndedRow, type ListedSession, type SessionRow } from './rows.ts';
import { SealedTokens } from './tokens.ts';
import { Transactions } from './transaction.ts';

export interface SessionTimes {
  /** Without a request or an open socket. */
  readonly idleMs: number;
  /** From the sign-in on, whatever happens. */
  readonly absoluteMs: number;
  /** How often a session in use is stamped. */
  readonly touchEveryMs: number;
  /** How soon before its end a token is renewed. */
  readonly renewBeforeMs: number;
  /** How long after the end of its token a session goes on while the provider is away. */
  readonly graceMs: number;
  /** How long a provider that was away is left alone. */
  readonly awayMs: number;
  /** How old what is known of a session may become; an end in another process is told sooner, by an event. */
  readonly knownMsMax: number;
}

export const sessionTimes: SessionTimes = {
  idleMs: 8 * 3_600_000,
  absoluteMs: 7 * 86_400_000,
  touchEveryMs: 60_000,
  renewBeforeMs: 60_000,
  graceMs: 8 * 3_600_000,
  awayMs: 30_000,
  knownMsMax: 5_000,
};

export interface SessionsSettings {
  /** As the login role `dcmms_gateway`. */
  readonly database: Database;
  /** A direct connection as `dcmms_relay`: what tells of sessions that other gateways end. Without it they end here seconds later. */
  readonly outboxUrl: string | undefined;
  /** Who a person is and may do, right now. */
  readonly people: { find(tenantId: string, person: Person): Promise<Found> };
  /** Of the installation. */
  readonly secret: string;
  readonly log: Log;
  /** Times that differ from `sessionTimes`. */
  readonly times?: Partial<SessionTimes> | undefined;
  /** How providers are asked; by default `fetch`. */
  readonly fetch?: CustomFetch | undefined;
}

/** Who asks by a session's cookie. */
export interface LiveSession extends Authenticated {
  readonly id: string;
  readonly tenantName: string;
}

/** A browser that has just signed in. */
export interface Browser {
  readonly userAgent: string | undefined;
  readonly ipAddress: string | undefined;
  /** The value of the session's cookie that it held until now. */
  readonly before: string | undefined;
}

const eventShape = z.object({ sessionId: z.uuid() });
const overMessage = 'The session is over. Sign in again.';

/**
 * Sessions of the console. The browser holds 32 random bytes; the row holds their hash, the provider's tokens under seal, and
 * until when. Who asks and what they may do is read from the database as for a bearer; the provider is asked once in the life of
 * a token whether the person may still be here.
 */
export class Sessions {
  readonly providers: Providers;
  readonly people: SessionsSettings['people'];
  /** Sign-ins that are under way. */
  readonly transactions: Transactions;
  readonly metrics: SessionMetrics = sessionMetrics();
  readonly times: SessionTimes;
  readonly #settings: SessionsSettings;
  readonly #rows: SessionRows;
  readonly #tokens: SealedTokens;
  readonly #renewals: Renewals;
  readonly #known = new Lru<string, { readonly untilMs: number; readonly row: Promise<SessionRow | undefined> }>(20_000);
  readonly #hashes = new Lru<string, string>(20_000);
  readonly #touchedAtMs = new Lru<string, number>(20_000);
  readonly #listeners = new Set<(sessionId: string) => void>();
  readonly #tail: OutboxTail | undefined;
  readonly #followed = new Set<string>();
  readonly #life = new AbortController();

  constructor(settings: SessionsSettings) {
    this.#settings = settings;
    this.times = { ...sessionTimes, ...settings.times };
    this.providers = new Providers(settings);
    this.people = settings.people;
    this.transactions = new Transactions(settings.secret);
    this.#rows = new SessionRows(settings.database, settings.log);
    this.#tokens = new SealedTokens(settings.secret);
    this.#renewals = new Renewals({
      rows: this.#rows,
      tokens: this.#tokens,
      providers: this.providers,
      times: this.times,
      metrics: this.metrics,
      log: settings.log,
    });
    this.#tail = settings.outboxUrl === undefined ? undefined : OutboxTail.shared({ url: settings.outboxUrl, log: settings.log });
  }

  async start(): Promise<void> {
    await this.#tail?.start();
  }

  /**
   * @param value Of the cookie.
   * @throws Unauthenticated with a sentence when the session is over; anything else means that it cannot be told just now.
   */
  authenticate(value: string): Promise<LiveSession> {
    return within(5_000, this.#authenticate(value));
  }

  /** @returns The session's id and the cookie's value. */
  async open(viewer: Viewer, tokens: Tokens, browser: Browser): Promise<{ id: string; value: string }> {
    const { idleMs, absoluteMs } = this.times;
    const id = uuidv7();
    const value = randomBytes(32).toString('base64url');
    const nowMs = Date.now();
    const before = browser.before === undefined ? undefined : await this.#rows.find(hashOf(browser.before));
    const ended = await this.#rows.open(
      viewer,
      {
        id,
        hash: hashOf(value),
        tokensSealed: this.#tokens.seal(id, tokens),
        nowMs,
        idleExpiresAtMs: nowMs + Math.min(idleMs, absoluteMs),
        absoluteExpiresAtMs: nowMs + absoluteMs,
        userAgent: browser.userAgent?.slice(0, 500),
        ipAddress: browser.ipAddress,
      },
      before?.tenantId === viewer.tenantId ? before.id : undefined,
    );
    this.metrics.opened.inc();
    // Nobody holds its cookie any more; the row policies of the new one's tenant do not reach it.
    if (before && before.tenantId !== viewer.tenantId) await this.#endBySystem(before, 'logout');
    for (const row of ended) this.#over(viewer.tenantId, [row], row.reason);
    return { id, value };
  }

  list(viewer: Viewer): Promise<readonly ListedSession[]> {
    return this.#rows.list(viewer);
  }

  /**
   * Ends a session of the viewer's own, or all of them.
   *
   * @returns The ids of those that were ended, with the ID tokens that name them at the provider.
   */
  async end(viewer: Viewer, which: { readonly id: string } | 'all'): Promise<readonly { id: string; idToken: string | undefined }[]> {
    const rows = await this.#rows.end(viewer, 'logout', which === 'all' ? { userId: viewer.userId } : which);
    this.#over(viewer.tenantId, rows, 'logout');
    return rows.map(({ id, tokensSealed }) => ({ id, idToken: this.#tokens.open(id, tokensSealed)?.idToken }));
  }

  /** Tells of every session that ends, here or in another gateway. */
  onEnd(listener: (sessionId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#life.abort();
    this.#listeners.clear();
    // A provider that does not listen holds up no end.
    await within(2_000, this.#renewals.settled()).catch(() => undefined);
    await this.#tail?.close();
  }

  async #authenticate(value: string): Promise<LiveSession> {
    const hash = hashOf(value);
    const row = await this.#find(hash);
    if (!row) throw this.#refused('unknown');
    this.#follow(row.tenantId);
    const nowMs = Date.now();
    if (row.revokedAtMs !== null || nowMs >= this.#idleEndMs(row) || nowMs >= row.absoluteExpiresAtMs) throw this.#refused('over');
    const found = await this.people.find(row.tenantId, { userId: row.userId });
    if ('refused' in found) {
      await this.#endBySystem(row, 'deactivated');
      throw this.#refused('person', found.refused);
    }
    const renewed = await this.#renewals.renew(row);
    if (renewed === 'changed') this.#known.delete(hash);
    if (renewed === 'over') {
      await this.#endBySystem(row, 'security');
      throw this.#refused('over');
    }
    this.#touch(row, nowMs);
    return {
      id: row.id,
      viewer: found.viewer,
      tenantName: row.tenantName,
      expiresAtMs: Math.min(this.#idleEndMs(row), row.absoluteExpiresAtMs),
    };
  }

  async #find(hash: string): Promise<SessionRow | undefined> {
    const known = this.#known.get(hash);
    if (known && known.untilMs > Date.now()) return known.row;
    const row = this.#rows.find(hash);
    this.#known.set(hash, { untilMs: Date.now() + this.times.knownMsMax, row });
    row.then(
      (read) => {
        if (read) this.#hashes.set(read.id, hash);
      },
      () => this.#known.delete(hash),
    );
    return row;
  }

  /** The row may be some seconds old, and the session may have been used since. */
  #idleEndMs(row: SessionRow): number {
    const touchedAtMs = this.#touchedAtMs.get(row.id) ?? 0;
    return Math.max(row.idleExpiresAtMs, touchedAtMs + (touchedAtMs === 0 ? 0 : this.times.idleMs));
  }

  #touch(row: SessionRow, nowMs: number): void {
    const { idleMs, touchEveryMs } = this.times;
    const last = Math.max(row.lastActiveAtMs, this.#touchedAtMs.get(row.id) ?? 0);
    if (nowMs - last < touchEveryMs) return;
    this.#touchedAtMs.set(row.id, nowMs);
    // Nobody waits for it: a stamp that is lost is made a minute later.
    this.#rows.touch(row, nowMs, idleMs, touchEveryMs).catch((error: unknown) => {
      this.#touchedAtMs.delete(row.id);
      this.#settings.log.warn({ err: error }, 'the use of a session could not be stamped');
    });
  }

  async #endBySystem(row: SessionRow, reason: SessionRevokeReason): Promise<void> {
    const ended = await this.#rows.end({ kind: 'system', tenantId: row.tenantId, name: 'gateway' }, reason, { id: row.id });
    this.#over(row.tenantId, ended, reason);
  }

  /** What follows when sessions were ended here: nobody comes in by them any more, and their provider hears of it. */
  #over(tenantId: string, rows: readonly EndedRow[], reason: SessionRevokeReason): void {
    for (const { id, tokensSealed } of rows) {
      this.metrics.ended.inc({ reason });
      this.#drop(id);
      this.#renewals.revoke(tenantId, this.#tokens.open(id, tokensSealed)?.refreshToken);
    }
  }

  #drop(sessionId: string): void {
    const hash = this.#hashes.get(sessionId);
    if (hash !== undefined) this.#known.delete(hash);
    for (const listener of this.#listeners) listener(sessionId);
  }

  /** Follows what other gateways end, of one tenant from its first session here on. */
  #follow(tenantId: string): void {
    if (!this.#tail || this.#followed.has(tenantId)) return;
    this.#followed.add(tenantId);
    const { log } = this.#settings;
    const events = this.#tail.follow({ tenantId, topics: [sessionTopic] }, undefined, this.#life.signal);
    void (async () => {
      for await (const batch of events) {
        for (const { payload } of batch) {
          const event = eventShape.safeParse(payload);
          if (event.success) this.#drop(event.data.sessionId);
        }
      }
    })()
      .catch((error: unknown) => log.warn({ err: error }, 'ends of sessions are not followed any more; they count after some seconds'))
      .finally(() => this.#followed.delete(tenantId));
  }

  #refused(reason: 'unknown' | 'over' | 'person', message = overMessage): Unauthenticated {
    this.metrics.refused.inc({ reason });
    return new Unauthenticated(message);
  }
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
