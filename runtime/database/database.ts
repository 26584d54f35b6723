import { createHash } from 'node:crypto';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Log } from '../log.ts';

/** Who a statement runs for; the database's row policies, the audit and the history read it from the transaction. */
export interface RowContext {
  readonly tenantId: string;
  readonly userId: string | undefined;
  readonly actorType: 'user' | 'system';
  readonly actorName: string;
  readonly requestId: string;
  /** What the audit names the change, when it is more than an insert or update: `startWorkOrder`. */
  readonly action?: string | undefined;
}

export interface DatabaseSettings {
  /** A connection string of one of our login roles. */
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  readonly connectionsMax?: number | undefined;
  /** After which a connection that does not answer is given up: above every statement_timeout of the login roles that come here. */
  readonly silenceMsMax?: number | undefined;
  /** Off behind a pooler that does not keep prepared statements (PgBouncer before 1.21). */
  readonly prepare?: boolean | undefined;
  readonly log: Log;
}

/** Drizzle bound to one row context: a builder made from it runs inside the frame of that context. */
export type Rows = NodePgDatabase<Record<string, never>>;

/**
 * The one pool of one login role. Every statement runs in a transaction that first says for whom it runs: a single statement as
 * one pipelined packet (BEGIN, set_config, statement, COMMIT: one round trip), several through `transaction`.
 */
export class Database {
  /** Statements sent since the start, without the frames: tests read it to prove that a nested query does not fan out. */
  statements = 0;
  readonly #pool: pg.Pool;
  readonly #prepare: boolean;
  #notifyTimer: NodeJS.Timeout | undefined;

  constructor(settings: DatabaseSettings) {
    this.#prepare = settings.prepare ?? true;
    this.#pool = new pg.Pool({
      connectionString: settings.url,
      application_name: settings.name,
      max: settings.connectionsMax ?? 10,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      // A server that is frozen or cut off ends no statement by itself, and TCP takes a quarter of an hour to notice.
      query_timeout: settings.silenceMsMax ?? 20_000,
      pipeline: true,
    });
    // An idle or checked-out connection that dies (restart, failover) must not take the process with it.
    this.#pool.on('error', (error) => settings.log.warn({ err: error }, 'a database connection was lost'));
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Drizzle for single statements in a context. */
  rows(context: RowContext): Rows {
    return bind((config, values) => this.#single(context, config, values));
  }

  /**
   * Runs `work` in one transaction: everything or nothing. Tried again when the database chose it as the victim of a deadlock
   * or a serialisation conflict, so `work` must not act outside the database.
   */
  async transaction<Result>(context: RowContext, work: (rows: Rows) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(context, work);
      } catch (error) {
        if (attempt >= 4 || !isConflict(error)) throw error;
      }
    }
  }

  /** Tells every listener that the outbox has something new: at most one empty NOTIFY in 25 ms, outside the transactions (a NOTIFY inside would serialise all commits). */
  notifySoon(): void {
    this.#notifyTimer ??= setTimeout(() => {
      this.#notifyTimer = undefined;
      // A lost notification is made good by the listener's own poll.
      this.#pool.query('notify outbox').catch(() => undefined);
    }, 25);
  }

  /** Asks the database for a sign of life. */
  async ping(): Promise<void> {
    await this.#pool.query('select 1');
  }

  /** A statement outside any tenant: the directory functions, which take no context. */
  async directory<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
    this.statements += 1;
    const result = await this.#pool.query<Row>(this.#named({ text }), [...values]);
    return result.rows;
  }

  async close(): Promise<void> {
    clearTimeout(this.#notifyTimer);
    await this.#pool.end();
  }

  async #single(context: RowContext, config: pg.QueryConfig, values: unknown[]): Promise<pg.QueryResult> {
    const client = await this.#pool.connect();
    this.statements += 1;
    const results = await Promise.allSettled([
      client.query('begin'),
      client.query(frame(context, this.#prepare)),
      client.query(this.#named(config), values),
      client.query('commit'),
    ]);
    const [, framed, answered, committed] = results;
    const failed = [answered, framed, committed].find((result) => result.status === 'rejected');
    client.release(failed && isFatal(failed.reason) ? asError(failed.reason) : undefined);
    if (failed) throw failed.reason;
    if (answered.status !== 'fulfilled') throw new Error('unreachable: a rejected answer was thrown above');
    return answered.value;
  }

  async #attempt<Result>(context: RowContext, work: (rows: Rows) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let fatal: Error | undefined;
    try {
      // Not awaited: they travel in one packet with the first statement, and fail it if they fail.
      const began = Promise.all([client.query('begin'), client.query(frame(context, this.#prepare))]);
      began.catch(() => undefined);
      const rows = bind((config, values) => {
        this.statements += 1;
        return client.query(this.#named(config), values);
      });
      const result = await work(rows);
      await began;
      await client.query('commit');
      return result;
    } catch (error) {
      if (isFatal(error)) fatal = asError(error);
      else await client.query('rollback').catch((failure: unknown) => (fatal = asError(failure)));
      throw error;
    } finally {
      client.release(fatal);
    }
  }

  #named<Config extends pg.QueryConfig>(config: Config): Config {
    return this.#prepare ? { ...config, name: statementName(config.text) } : config;
  }
}

/** Whether the database (and not our statement) is the reason of a failure: refused, lost or shutting down. */
export function isUnavailable(error: unknown): boolean {
  const cause = rootCause(error);
  const code = codeOf(cause);
  if (code === undefined) {
    return (
      cause instanceof Error &&
      /terminated|timeout exceeded when trying to connect|read timeout|not queryable|Connection ended/i.test(cause.message)
    );
  }
  return /^(08|57P|53)/.test(code) || code.startsWith('E');
}

/** The SQLSTATE (or system code) of a failure, also when Drizzle has wrapped it. */
export function sqlState(error: unknown): string | undefined {
  return codeOf(rootCause(error));
}

/** The constraint that a failure names, if any. */
export function constraintOf(error: unknown): string | undefined {
  const cause = rootCause(error);
  return cause instanceof pg.DatabaseError ? cause.constraint : undefined;
}

type Run = (config: pg.QueryConfig, values: unknown[]) => Promise<pg.QueryResult>;

function bind(run: Run): Rows {
  // Drizzle's node-postgres session calls nothing of its client but `query(config, values)` (0.45.4, session.js); the frame is ours.
  const client = { query: run } as unknown as pg.Client;
  return drizzle(client);
}

const frameText =
  "select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true), set_config('app.actor_type', $3, true), " +
  "set_config('app.actor_name', $4, true), set_config('app.request_id', $5, true), set_config('app.action', $6, true)";

function frame(context: RowContext, prepare: boolean): pg.QueryConfig {
  const values = [context.tenantId, context.userId ?? '', context.actorType, context.actorName, context.requestId, context.action ?? ''];
  return prepare ? { name: 'frame', text: frameText, values } : { text: frameText, values };
}

const names = new Map<string, string>();

function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  // Texts with a list of another length are other texts: without a bound the map would grow with them.
  if (names.size >= 2_000) names.clear();
  const name = createHash('sha1').update(text).digest('base64url');
  names.set(text, name);
  return name;
}

function isConflict(error: unknown): boolean {
  const code = sqlState(error);
  return code === '40001' || code === '40P01';
}

function isFatal(error: unknown): boolean {
  const code = sqlState(error);
  return code === undefined ? !(rootCause(error) instanceof pg.DatabaseError) && isUnavailable(error) : /^(08|57P|E)/.test(code);
}

function rootCause(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootCause(error.cause) : error;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
