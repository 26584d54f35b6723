import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../embedded/log.ts';
import { QuestDbPool } from './pool.ts';

/** What the watch knows of QuestDB, for `/ready` and for whoever decides to write. */
export interface QuestDbState {
  /** True when it answered the last time, with no table suspended and no view invalid. */
  readonly healthy: boolean;
  /** When it last answered; null while it never did. */
  readonly answeredAt: Date | null;
  /** Why it did not answer the last time; null when it did. */
  readonly fault: string | null;
  /** Tables and views whose writes are not applied. A write to one still gets its 204, and its rows show once it is resumed. */
  readonly suspended: readonly SuspendedTable[];
  /** Views that have stopped to follow their table. They stay readable, and only a full refresh, level by level, brings them back. */
  readonly invalid: readonly InvalidView[];
}

export interface SuspendedTable {
  readonly name: string;
  readonly reason: string;
}

export interface InvalidView {
  readonly name: string;
  readonly reason: string;
}

export interface QuestDbWatchOptions {
  /** PGwire as the administrator, since it resumes tables. */
  readonly pgUrl: string;
  readonly log: Log;
  /** Default 2 s. */
  readonly everyMs?: number;
}

/** A look that takes longer counts as no answer. */
const answerMsMax = 5_000;

/**
 * Watches QuestDB for what it does not tell by itself: a table that a full disk or a broken segment has suspended (writes
 * still succeed, nothing shows, nothing resumes by itself) and views that are invalid (they still answer, with old rows).
 * Suspended tables are resumed at every look until they stay so; invalid views are only told, since a full refresh loses what
 * the readings' retention has dropped.
 */
export class QuestDbWatch {
  readonly #pool: QuestDbPool;
  readonly #log: Log;
  readonly #everyMs: number;
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;
  #state: QuestDbState = { healthy: false, answeredAt: null, fault: 'QuestDB has not been asked yet.', suspended: [], invalid: [] };
  #told = '';
  #asking: Promise<QuestDbState> | undefined;

  constructor(options: QuestDbWatchOptions) {
    this.#pool = new QuestDbPool({ url: options.pgUrl, max: 1, name: 'dcmms watch' });
    this.#log = options.log;
    this.#everyMs = options.everyMs ?? 2_000;
    this.#watching = this.#watch();
  }

  /** What the last look found. */
  state(): QuestDbState {
    return this.#state;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    await this.#pool.close();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#look();
      await sleep(this.#everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const { signal } = this.#stop;
    // A server that hangs keeps the query; the next look waits for the same one.
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    const inTime = sleep(answerMsMax, undefined, { signal, ref: false }).then(() => {
      throw new Error(`QuestDB did not answer within ${answerMsMax / 1_000} s.`);
    });
    try {
      this.#state = await Promise.race([this.#asking, inTime]);
    } catch (error) {
      if (signal.aborted) return;
      this.#state = { ...this.#state, healthy: false, fault: describe(error) };
    }
    this.#tell();
  }

  async #ask(): Promise<QuestDbState> {
    const pool = this.#pool;
    const tables = await pool.run(
      pool.sql<TableRow[]>`SELECT name, suspended, "errorMessage" error_message, "errorTag" error_tag FROM wal_tables() WHERE suspended`,
    );
    const views = await pool.run(pool.sql<ViewRow[]>`SELECT view_name, view_status, invalidation_reason FROM materialized_views()`);
    const names = new Set(views.map(({ view_name }) => view_name));
    for (const { name } of tables) await this.#resume(name, names.has(name));
    const invalid = views.filter(({ view_status }) => view_status === 'invalid');
    return {
      healthy: tables.length === 0 && invalid.length === 0,
      answeredAt: new Date(),
      fault: null,
      suspended: tables.map((row) => ({ name: row.name, reason: row.error_message ?? row.error_tag ?? '' })),
      invalid: invalid.map((row) => ({ name: row.view_name, reason: row.invalidation_reason ?? '' })),
    };
  }

  async #resume(name: string, isView: boolean): Promise<void> {
    const kind = isView ? 'MATERIALIZED VIEW' : 'TABLE';
    const pool = this.#pool;
    await pool.run(pool.sql.unsafe(`ALTER ${kind} "${name.replaceAll('"', '""')}" RESUME WAL`).simple());
    this.#log.warn({ table: name }, 'resumed a suspended QuestDB table');
  }

  /** Logs when something is other than it was. */
  #tell(): void {
    const { fault, suspended, invalid } = this.#state;
    const now = JSON.stringify([fault, suspended, invalid]);
    if (now === this.#told) return;
    this.#told = now;
    if (fault !== null) this.#log.warn({ fault }, 'QuestDB does not answer');
    else if (invalid.length > 0) this.#log.error({ invalid }, 'views of QuestDB do not follow their table any more');
    else if (suspended.length === 0) this.#log.info({}, 'QuestDB is well');
  }
}

interface TableRow {
  readonly name: string;
  readonly suspended: boolean;
  readonly error_message: string | null;
  readonly error_tag: string | null;
}

interface ViewRow {
  readonly view_name: string;
  readonly view_status: string;
  readonly invalidation_reason: string | null;
}

/** What the connection said is more use to whoever reads the log than that the store is away. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
