import type { Log } from '@dcmms/runtime/log.ts';
import type { SessionMetrics } from './metrics.ts';
import { ProviderRefused } from './provider.ts';
import type { Providers } from './providers.ts';
import type { SessionRow, SessionRows } from './rows.ts';
import type { SessionTimes } from './sessions.ts';
import type { KeptTokens, SealedTokens } from './tokens.ts';

export interface RenewalsSettings {
  readonly rows: SessionRows;
  readonly tokens: SealedTokens;
  readonly providers: Providers;
  readonly times: SessionTimes;
  readonly metrics: SessionMetrics;
  readonly log: Log;
}

/** What became of a session's tokens: as they were, others, or none any more. */
export type Renewed = 'unchanged' | 'changed' | 'over';

/** Longer than a provider may take, so that a claim that has run out is one whose process is gone. */
const claimMs = 15_000;

/**
 * Asks providers, shortly before a token ends, whether its person may still be here. A refresh token works once, and a second use
 * looks like a theft and ends the whole sign-in; so of all requests, tabs and gateways that find the token ending one asks.
 *
 * In one process they share the question. Between processes the row decides: who wants to ask first puts a claim into the sealed
 * tokens, by an update that succeeds only on those that it has read. No lock is held while the provider is asked: an open
 * transaction with a row lock would hold up the outbox, and with it every alarm, for as long as a provider takes (decision 042).
 */
export class Renewals {
  readonly #settings: RenewalsSettings;
  readonly #underWay = new Map<string, Promise<Renewed>>();
  /** Tenants whose provider was away, until when it is left alone. */
  readonly #awayUntilMs = new Map<string, number>();
  readonly #telling = new Set<Promise<void>>();

  constructor(settings: RenewalsSettings) {
    this.#settings = settings;
  }

  async renew(row: SessionRow): Promise<Renewed> {
    const { tokens, times } = this.#settings;
    const kept = tokens.open(row.id, row.tokensSealed);
    // Sealed with another secret: nothing could be asked, for ever.
    if (!kept || row.tokensSealed === null) return 'over';
    if (kept.refreshToken === undefined || kept.accessEndsAtMs - Date.now() > times.renewBeforeMs) return 'unchanged';
    const underWay = this.#underWay.get(row.id) ?? this.#ask(row, kept, kept.refreshToken, row.tokensSealed);
    this.#underWay.set(row.id, underWay);
    return underWay.finally(() => {
      if (this.#underWay.get(row.id) === underWay) this.#underWay.delete(row.id);
    });
  }

  /** Tells a provider that a sign-in is over here; nobody waits for it. */
  revoke(tenantId: string, refreshToken: string | undefined): void {
    if (refreshToken === undefined) return;
    const { providers, log } = this.#settings;
    const told = (async () => {
      const provider = await providers.of(tenantId);
      await provider?.revoke(refreshToken);
    })()
      .catch((error: unknown) => log.warn({ err: error, tenantId }, 'a provider was not told that a sign-in is over'))
      .finally(() => this.#telling.delete(told));
    this.#telling.add(told);
  }

  /** When everybody who has to hear of something has heard it, or could not be reached. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#underWay.values(), ...this.#telling]);
  }

  async #ask(row: SessionRow, kept: KeptTokens, refreshToken: string, before: Uint8Array): Promise<Renewed> {
    const { rows, tokens, providers, metrics, log } = this.#settings;
    const nowMs = Date.now();
    // Another gateway is at it; what it learns is in the row the next time.
    if (kept.claimedUntilMs > nowMs) return this.#unasked(kept, 'changed');
    if ((this.#awayUntilMs.get(row.tenantId) ?? 0) > nowMs) return this.#unasked(kept, 'unchanged');
    const claimed = tokens.seal(row.id, kept, nowMs + claimMs);
    if (!(await rows.exchange(row, before, claimed))) return this.#unasked(kept, 'changed');
    try {
      const provider = await providers.of(row.tenantId);
      if (!provider) return 'over';
      const fresh = await provider.refresh(refreshToken);
      const idToken = fresh.idToken ?? kept.idToken;
      metrics.refreshed.inc({ result: 'renewed' });
      // Ended while the provider was asked: what it has just given must not outlive the session.
      if (!(await rows.exchange(row, claimed, tokens.seal(row.id, { ...fresh, idToken })))) this.revoke(row.tenantId, fresh.refreshToken);
      return 'changed';
    } catch (error) {
      if (error instanceof ProviderRefused && error.code === 'invalid_grant') {
        metrics.refreshed.inc({ result: 'refused' });
        return 'over';
      }
      metrics.refreshed.inc({ result: 'away' });
      this.#awayUntilMs.set(row.tenantId, Date.now() + this.#settings.times.awayMs);
      log.warn({ err: error, tenantId: row.tenantId }, 'a provider could not be asked whether a person may still be here');
      await rows.exchange(row, claimed, before);
      return this.#unasked(kept, 'changed');
    }
  }

  /** Without the provider's word a session goes on for a while: an outage there must not empty a control room. */
  #unasked(kept: KeptTokens, otherwise: Renewed): Renewed {
    return Date.now() > kept.accessEndsAtMs + this.#settings.times.graceMs ? 'over' : otherwise;
  }
}
