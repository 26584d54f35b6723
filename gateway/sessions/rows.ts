import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { SessionRevokeReason } from '@dcmms/db/identity/user-sessions.ts';
import type { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Operation, type Unit } from '@dcmms/runtime/operation.ts';
import type { Actor, Viewer } from '@dcmms/runtime/viewer.ts';

/** A session as its row says it; times are epoch milliseconds. */
export interface SessionRow {
  readonly id: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly userId: string;
  readonly tokensSealed: Uint8Array | null;
  readonly createdAtMs: number;
  readonly lastActiveAtMs: number;
  readonly idleExpiresAtMs: number;
  readonly absoluteExpiresAtMs: number;
  readonly revokedAtMs: number | null;
}

/** One of a person's own sessions, as a list shows it. */
export interface ListedSession {
  readonly id: string;
  readonly createdAtMs: number;
  readonly lastActiveAtMs: number;
  readonly idleExpiresAtMs: number;
  readonly absoluteExpiresAtMs: number;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

export interface NewSession {
  readonly id: string;
  readonly hash: string;
  readonly tokensSealed: Uint8Array;
  readonly nowMs: number;
  readonly idleExpiresAtMs: number;
  readonly absoluteExpiresAtMs: number;
  readonly userAgent: string | undefined;
  readonly ipAddress: string | undefined;
}

/** A session that was just ended, with what the provider should hear of it. */
export interface EndedRow {
  readonly id: string;
  readonly tokensSealed: Uint8Array | null;
}

/** Topic of the outbox: a session was ended (`{ sessionId }`). */
export const sessionTopic = 'session';

const ms = (column: string): SQL => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);
const instant = (atMs: number): SQL => sql`to_timestamp(${atMs}::float8 / 1000)`;

const sealed = z.instanceof(Uint8Array).nullable();
const found = z.object({
  id: z.string(),
  tenant_name: z.string(),
  user_id: z.string(),
  tokens_sealed: sealed,
  created_ms: z.number(),
  active_ms: z.number(),
  idle_ms: z.number(),
  absolute_ms: z.number(),
  revoked_ms: z.number().nullable(),
});
const listed = z.object({
  id: z.string(),
  created_ms: z.number(),
  active_ms: z.number(),
  idle_ms: z.number(),
  absolute_ms: z.number(),
  user_agent: z.string().nullable(),
  ip_address: z.string().nullable(),
});
const ended = z.object({ id: z.string(), tokens_sealed: sealed });
const limited = z.object({ session_limit: z.number().int().positive().nullable().catch(null) });

/** The rows of `user_sessions`, under the gateway's own login role. */
export class SessionRows {
  readonly #database: Database;
  readonly #log: Log;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  /** The session of a cookie's hash, ended ones too. */
  async find(hash: string): Promise<SessionRow | undefined> {
    const [known] = await this.#database.directory<{ session_id: string; tenant_id: string }>('select * from directory_session($1)', [
      hash,
    ]);
    if (!known) return undefined;
    const { session_id: id, tenant_id: tenantId } = known;
    const rows = await this.#as({ kind: 'system', tenantId, name: 'gateway' }).transaction('read session', (unit) =>
      unit.system(
        'gateway_session',
        sql`
        select s.id, t.name as tenant_name, s.user_id, s.tokens_sealed, ${ms('s.created_at')} as created_ms,
          ${ms('coalesce(s.last_active_at, s.created_at)')} as active_ms, ${ms('s.idle_expires_at')} as idle_ms,
          ${ms('s.absolute_expires_at')} as absolute_ms, ${ms('s.revoked_at')} as revoked_ms
        from user_sessions s join tenants t on t.id = s.tenant_id where s.id = ${id}`,
      ),
    );
    if (rows[0] === undefined) return undefined;
    const row = found.parse(rows[0]);
    return {
      id: row.id,
      tenantId,
      tenantName: row.tenant_name,
      userId: row.user_id,
      tokensSealed: row.tokens_sealed,
      createdAtMs: row.created_ms,
      lastActiveAtMs: row.active_ms,
      idleExpiresAtMs: row.idle_ms,
      absoluteExpiresAtMs: row.absolute_ms,
      revokedAtMs: row.revoked_ms,
    };
  }

  /**
   * Writes a new session and stamps the sign-in. A tenant that limits how many one person may have (`session_limit` of its
   * settings) loses the least recently used beyond it.
   *
   * @param replaces The session that the same browser had until now.
   */
  async open(
    viewer: Viewer,
    session: NewSession,
    replaces: string | undefined,
  ): Promise<readonly (EndedRow & { reason: SessionRevokeReason })[]> {
    return this.#as(viewer).transaction('sign in', async (unit) => {
      await unit.system(
        'gateway_session_open',
        sql`
        insert into user_sessions (id, tenant_id, user_id, refresh_token_hash, tokens_sealed, token_family_id, device_type, ip_address,
          user_agent, created_at, last_active_at, idle_expires_at, absolute_expires_at)
        values (${session.id}, ${viewer.tenantId}, ${viewer.userId}, ${session.hash}, ${session.tokensSealed}, ${session.id}, 'web',
          ${session.ipAddress ?? null}::inet, ${session.userAgent ?? null}, ${instant(session.nowMs)}, ${instant(session.nowMs)},
          ${instant(session.idleExpiresAtMs)}, ${instant(session.absoluteExpiresAtMs)})`,
      );
      await unit.system('gateway_last_login', sql`update users set last_login_at = ${instant(session.nowMs)} where id = ${viewer.userId}`);
      const before =
        replaces === undefined ? [] : await this.#end(unit, 'logout', sql`id = ${replaces}`, sql`, replaced_by = ${session.id}`);
      const surplus = await this.#endSurplus(unit, viewer);
      return [
        ...before.map((row) => ({ ...row, reason: 'logout' as const })),
        ...surplus.map((row) => ({ ...row, reason: 'session_limit' as const })),
      ];
    });
  }

  /** Ends what is not ended yet; each is told to the other gateways by an event. */
  async end(
    actor: Actor,
    reason: SessionRevokeReason,
    which: { readonly id: string } | { readonly userId: string },
  ): Promise<readonly EndedRow[]> {
    const where = 'id' in which ? sql`id = ${which.id}` : sql`user_id = ${which.userId}`;
    // A person ends their own alone; a part of the system whichever it names.
    const own = actor.kind === 'person' ? sql` and user_id = ${actor.userId}` : sql``;
    return this.#as(actor).transaction('end session', (unit) => this.#end(unit, reason, sql`${where}${own}`));
  }

  /** A person's sessions that are good, the one used last first. */
  async list(viewer: Viewer): Promise<readonly ListedSession[]> {
    const rows = await this.#as(viewer).transaction('list sessions', (unit) =>
      unit.system(
        'gateway_sessions',
        sql`
        select id, user_agent, host(ip_address) as ip_address, ${ms('created_at')} as created_ms,
          ${ms('coalesce(last_active_at, created_at)')} as active_ms, ${ms('idle_expires_at')} as idle_ms,
          ${ms('absolute_expires_at')} as absolute_ms
        from user_sessions where user_id = ${viewer.userId} and ${isGood}
        order by coalesce(last_active_at, created_at) desc, id desc limit 100`,
      ),
    );
    return rows.map((row) => {
      const read = listed.parse(row);
      return {
        id: read.id,
        createdAtMs: read.created_ms,
        lastActiveAtMs: read.active_ms,
        idleExpiresAtMs: read.idle_ms,
        absoluteExpiresAtMs: read.absolute_ms,
        userAgent: read.user_agent,
        ipAddress: read.ip_address,
      };
    });
  }

  /** Stamps that a session is in use; one that was stamped within the last `minMs` by whichever gateway stays as it is. */
  async touch(row: Pick<SessionRow, 'id' | 'tenantId'>, nowMs: number, idleMs: number, minMs: number): Promise<void> {
    await this.#as({ kind: 'system', tenantId: row.tenantId, name: 'gateway' }).transaction('use session', (unit) =>
      unit.system(
        'gateway_session_used',
        sql`
        update user_sessions
        set last_active_at = ${instant(nowMs)}, idle_expires_at = least(${instant(nowMs + idleMs)}, absolute_expires_at)
        where id = ${row.id} and revoked_at is null and coalesce(last_active_at, created_at) <= ${instant(nowMs - minMs)}`,
      ),
    );
  }

  /**
   * Puts other tokens in the place of those that were read: of several who try it with the same ones, one succeeds.
   *
   * @returns Whether it was this call.
   */
  async exchange(row: Pick<SessionRow, 'id' | 'tenantId'>, before: Uint8Array, after: Uint8Array): Promise<boolean> {
    const changed = await this.#as({ kind: 'system', tenantId: row.tenantId, name: 'gateway' }).transaction('renew session', (unit) =>
      unit.system(
        'gateway_session_tokens',
        sql`
        update user_sessions set tokens_sealed = ${after}
        where id = ${row.id} and revoked_at is null and tokens_sealed = ${before} returning id`,
      ),
    );
    return changed.length > 0;
  }

  async #endSurplus(unit: Unit, { userId, tenantId }: Viewer): Promise<readonly EndedRow[]> {
    const [settings] = await unit.system(
      'gateway_session_limit',
      sql`select metadata -> 'session_limit' as session_limit from tenants where id = ${tenantId}`,
    );
    const { session_limit: limit } = limited.parse(settings ?? { session_limit: null });
    if (limit === null) return [];
    return this.#end(
      unit,
      'session_limit',
      sql`id in (select id from user_sessions where user_id = ${userId} and ${isGood}
          order by coalesce(last_active_at, created_at) desc, id desc offset ${limit})`,
    );
  }

  async #end(unit: Unit, reason: SessionRevokeReason, where: SQL, also: SQL = sql``): Promise<readonly EndedRow[]> {
    const rows = await unit.system(
      'gateway_session_end',
      sql`
      update user_sessions set revoked_at = now(), revoke_reason = ${reason}${also}
      where revoked_at is null and ${where} returning id, tokens_sealed`,
    );
    const over = rows.map((row) => ended.parse(row));
    for (const { id } of over) await unit.emit({ topic: sessionTopic, entityId: id, siteId: null, payload: { sessionId: id } });
    return over.map((row) => ({ id: row.id, tokensSealed: row.tokens_sealed }));
  }

  #as(actor: Actor): Operation {
    return new Operation({ actor, database: this.#database, log: this.#log });
  }
}

const isGood = sql`revoked_at is null and idle_expires_at > now() and absolute_expires_at > now()`;
