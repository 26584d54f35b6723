import { z } from 'zod';
import type { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Lru } from '@dcmms/runtime/lru.ts';
import { OutboxTail } from '@dcmms/runtime/outbox.ts';
import { check } from '@dcmms/runtime/serve.ts';
import type { Check } from '@dcmms/runtime/subgraph.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import { readAuthority, type Found, type Person } from './authority.ts';
import { Unauthenticated, type Authenticated, type AuthorityChange, type Identity } from './identity.ts';
import { Issuers } from './issuers.ts';
import { within } from './within.ts';

export interface TenantIdentitySettings {
  /** As the login role `dcmms_gateway`. */
  readonly database: Database;
  /** A direct connection as `dcmms_relay`: what drops a cached authority. Without it only the age does. */
  readonly outboxUrl: string | undefined;
  /** Whom access tokens must be for. */
  readonly audience: string;
  /** How old what is known of a person's rights may become: 14 s, so that a socket, which asks every 14 s, knows within 30 s (design §6.2). */
  readonly authorityAgeMsMax?: number | undefined;
  readonly configAgeMsMax?: number | undefined;
  /** How long it may take to tell who asks, 5 s: a request has ten, and has not begun yet. */
  readonly answerMsMax?: number | undefined;
  readonly keysCooldownMs?: number | undefined;
  readonly log: Log;
}

/** Topic of the outbox: the rights of a person (`{ userId }`) or of a whole tenant have changed. */
export const authorityTopic = 'authority';

const changed = z.object({ userId: z.uuid() });

/**
 * People as their tenants' providers vouch for them and as the database knows them. A token says who and which tenant, nothing
 * more; what they may do is read from the database, kept half a minute, and dropped when the outbox tells of a change.
 */
export class TenantIdentity implements Identity {
  readonly #settings: TenantIdentitySettings;
  readonly #issuers: Issuers;
  readonly #known = new Lru<string, { readonly untilMs: number; readonly found: Promise<Found> }>(20_000);
  readonly #keysOfUser = new Lru<string, Set<string>>(20_000);
  /** Counts changes, so that what was read while one happened is not kept. */
  #changes = 0;
  readonly #listeners = new Set<(change: AuthorityChange) => void>();
  readonly #followed = new Set<string>();
  readonly #tail: OutboxTail | undefined;
  readonly #life = new AbortController();

  constructor(settings: TenantIdentitySettings) {
    this.#settings = settings;
    this.#issuers = new Issuers(settings);
    this.#tail = settings.outboxUrl === undefined ? undefined : OutboxTail.shared({ url: settings.outboxUrl, log: settings.log });
  }

  async start(): Promise<void> {
    await this.#tail?.start();
  }

  authenticate(authorization: string | undefined): Promise<Authenticated> {
    return within(this.#settings.answerMsMax ?? 5_000, this.#authenticate(authorization));
  }

  async #authenticate(authorization: string | undefined): Promise<Authenticated> {
    if (authorization === undefined || authorization === '')
      throw new Unauthenticated('Sign in: send an access token as Authorization: Bearer <token>.');
    const token = /^bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1];
    if (token === undefined) throw new Unauthenticated('The Authorization header must read: Bearer <token>.');
    const { tenantId, subject, email, expiresAtMs } = await this.#issuers.verify(token);
    const found = await this.find(tenantId, { subject, email });
    if ('refused' in found) throw new Unauthenticated(found.refused);
    // Within the clock tolerance a token may be over by a few seconds; what is signed for the request must still last it.
    return { viewer: found.viewer, expiresAtMs: Math.max(expiresAtMs, Date.now() + 1_000) };
  }

  async refresh(viewer: Viewer): Promise<Viewer | undefined> {
    const found = await this.find(viewer.tenantId, { userId: viewer.userId });
    return 'viewer' in found ? found.viewer : undefined;
  }

  onChange(listener: (change: AuthorityChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async ready(): Promise<readonly Check[]> {
    return [
      await check('directory of people', () => this.#settings.database.ping()),
      ...(this.#tail ? [{ part: 'changes of rights', ok: this.#tail.trouble === undefined, detail: this.#tail.trouble }] : []),
    ];
  }

  async close(): Promise<void> {
    this.#life.abort();
    this.#listeners.clear();
    await this.#tail?.close();
    await this.#settings.database.close();
  }

  /** Who a person of a tenant is and what they may do: at most `authorityAgeMsMax` old, a refusal never. */
  async find(tenantId: string, person: Person): Promise<Found> {
    const key = JSON.stringify([tenantId, person]);
    const known = this.#known.get(key);
    if (known && known.untilMs > Date.now()) return known.found;
    this.#follow(tenantId);
    const { database, log, authorityAgeMsMax = 14_000 } = this.#settings;
    const changes = this.#changes;
    const found = readAuthority(database, log, tenantId, person);
    this.#known.set(key, { untilMs: Date.now() + authorityAgeMsMax, found });
    found.then(
      (read) => {
        // A no is asked again the next time: an account that was just made should not have to wait.
        if ('refused' in read || changes !== this.#changes) this.#known.delete(key);
        else this.#remember(read.viewer, key);
      },
      () => this.#known.delete(key),
    );
    return found;
  }

  #remember(viewer: Viewer, key: string): void {
    const keys = this.#keysOfUser.get(viewer.userId);
    if (keys) keys.add(key);
    else this.#keysOfUser.set(viewer.userId, new Set([key]));
  }

  /** Follows the changes of one tenant from its first caller on. */
  #follow(tenantId: string): void {
    if (!this.#tail || this.#followed.has(tenantId)) return;
    this.#followed.add(tenantId);
    const events = this.#tail.follow({ tenantId, topics: [authorityTopic] }, undefined, this.#life.signal);
    const { log } = this.#settings;
    void (async () => {
      for await (const batch of events) for (const { payload } of batch) this.#drop(tenantId, payload);
    })()
      .catch((error: unknown) => log.warn({ err: error }, 'changes of rights are not followed any more; they count after half a minute'))
      .finally(() => this.#followed.delete(tenantId));
  }

  #drop(tenantId: string, payload: unknown): void {
    this.#changes += 1;
    const parsed = changed.safeParse(payload);
    const userId = parsed.success ? parsed.data.userId : undefined;
    if (userId === undefined) {
      this.#known.clear();
      this.#keysOfUser.clear();
    } else {
      for (const key of this.#keysOfUser.get(userId) ?? []) this.#known.delete(key);
      this.#keysOfUser.delete(userId);
    }
    for (const listener of this.#listeners) listener({ tenantId, userId });
  }
}
