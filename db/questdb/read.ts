import type postgres from 'postgres';
import { QuestDbPool, QuestDbUnavailable } from './pool.ts';
import { parseUuid } from './rows.ts';
import { SiteReader } from './site-reader.ts';

export interface QuestDbReaderOptions {
  /** PGwire as the user who may only read. */
  readonly url: string;
  /** Connections; default 4. */
  readonly max?: number;
  /** A read takes no longer; default 8 s, below the 10 s of the server and of a request. */
  readonly timeoutMs?: number;
  /** Reads that wait for a connection; one more is refused. Default 500. */
  readonly waitingMax?: number;
}

/** For how long the view is taken to end where it ended when it was asked. */
const viewEndAgeMsMax = 1_000;
/** The view's last minute is read from the raw table: a reading that was written as the minute ended reaches the view a moment later. */
const marginMs = 60_000;

/**
 * Reads of QuestDB. There is nothing to read here until a tenant's sites are named: QuestDB itself knows no tenants, so
 * `forSites` is the only way to a query, and puts the sites into each.
 */
export class QuestDbReader {
  /** Queries of readings since the start: tests read it to prove that a nested query does not fan out. */
  queries = 0;
  readonly #pool: QuestDbPool;
  readonly #timeoutMs: number;
  readonly #turns: Turns;
  #viewEnd: { readonly askedAt: number; readonly end: Promise<Date | null> } | undefined;

  constructor(options: QuestDbReaderOptions) {
    const max = options.max ?? 4;
    this.#pool = new QuestDbPool({ url: options.url, max, name: 'dcmms reader' });
    this.#turns = new Turns(max, options.waitingMax ?? 500);
    this.#timeoutMs = options.timeoutMs ?? 8_000;
  }

  /**
   * @param siteIds the sites that may be read, all of one tenant; with none, every answer is empty and no query is made
   * @throws TypeError when one is no UUID
   */
  forSites(siteIds: readonly string[]): SiteReader {
    return new SiteReader(
      { sql: () => this.#pool.sql, run: (query, signal) => this.#read(query, signal), viewEnd: () => this.#readViewEnd() },
      new Set(siteIds.map(parseUuid)),
    );
  }

  /** Asks the server for a sign of life. */
  async ping(): Promise<void> {
    await this.#run(this.#pool.sql`SELECT 1`, undefined);
  }

  /** Lets reads under way end for two seconds, then closes the connections. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  /** Shared by all who ask within a second, so no one's signal may end it. */
  #readViewEnd(): Promise<Date | null> {
    const now = performance.now();
    if (this.#viewEnd !== undefined && now - this.#viewEnd.askedAt < viewEndAgeMsMax) return this.#viewEnd.end;
    const query = this.#pool.sql<
      { refresh_period_hi: Date | null }[]
    >`SELECT refresh_period_hi FROM materialized_views() WHERE view_name = 'telemetry_1m'`;
    const end = this.#run(query, undefined).then(([row]) =>
      row?.refresh_period_hi ? new Date(row.refresh_period_hi.getTime() - marginMs) : null,
    );
    const asked = { askedAt: now, end };
    this.#viewEnd = asked;
    end.catch(() => {
      if (this.#viewEnd === asked) this.#viewEnd = undefined;
    });
    return end;
  }

  /**
   * Runs a query when it is its turn. A caller who gives up is answered at once; a query that still waits is then never sent,
   * one that is under way runs to its end, which the server's own timeout bounds. It is not cancelled: the driver leaks the
   * connection of a query that is cancelled before it is sent, and a cancel may hit the next one on the same connection.
   */
  #read<Row extends object>(query: postgres.PendingQuery<Row[]>, signal: AbortSignal | undefined): Promise<readonly Row[]> {
    this.queries++;
    return this.#run(query, signal);
  }

  async #run<Row extends object>(query: postgres.PendingQuery<Row[]>, signal: AbortSignal | undefined): Promise<readonly Row[]> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const ended = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
    const why = (): unknown => (timeout.aborted ? new QuestDbUnavailable('timeout') : ended.reason);
    if (ended.aborted) throw why();
    return new Promise<readonly Row[]>((resolve, reject) => {
      const start = (): void => {
        this.#pool
          .run(query)
          .then(resolve, reject)
          .finally(() => {
            ended.removeEventListener('abort', giveUp);
            this.#turns.free();
          })
          .catch(() => undefined);
      };
      const giveUp = (): void => {
        this.#turns.leave(start);
        reject(why());
      };
      if (!this.#turns.take(start)) return reject(new QuestDbUnavailable('busy'));
      ended.addEventListener('abort', giveUp, { once: true });
    });
  }
}

/** Lets so many run at once and so many wait, first come first served. */
class Turns {
  readonly #runningMax: number;
  readonly #waitingMax: number;
  #running = 0;
  readonly #waiting = new Set<() => void>();

  constructor(runningMax: number, waitingMax: number) {
    this.#runningMax = runningMax;
    this.#waitingMax = waitingMax;
  }

  /** Calls `start` when it is its turn; false when too many wait. */
  take(start: () => void): boolean {
    if (this.#running < this.#runningMax) {
      this.#running++;
      start();
      return true;
    }
    if (this.#waiting.size >= this.#waitingMax) return false;
    this.#waiting.add(start);
    return true;
  }

  /** Does not wait any more. */
  leave(start: () => void): void {
    this.#waiting.delete(start);
  }

  /** One that ran has ended. */
  free(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running--;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
