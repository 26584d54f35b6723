import type postgres from 'postgres';
import { connectQuestDb, type QuestDbPoolOptions, type QuestDbSql } from './connection.ts';

/** The server ends a query after 10 s (`query.timeout`). One without an answer after this is lost. */
const lostMs = 12_000;
/** For how long the other queries of a pool that has lost a connection may still end well. */
const graceMs = 500;

/**
 * Connections that outlive their server.
 *
 * When a server dies under postgres.js 3.4.9, some of the queries under way are neither answered nor refused (seen in 2 of 11
 * kills with 8 reads under way), and their connections are of no use any more. So the driver's pool is given up with the first
 * connection that fails: later queries get a new one, and what the old one has not answered a moment later is refused.
 */
export class QuestDbPool {
  readonly #options: QuestDbPoolOptions;
  #current: Generation;
  readonly #retired = new Set<Promise<void>>();

  constructor(options: QuestDbPoolOptions) {
    this.#options = options;
    this.#current = open(options);
  }

  /** To build the next query with. It may be another one each time: build and run, do not keep. */
  get sql(): QuestDbSql {
    return this.#current.sql;
  }

  /**
   * Sends a query that was built with `sql`, and answers in any case. One that was built before its pool was given up is refused.
   * @throws QuestDbUnavailable `away` when the connection fails; whatever QuestDB says otherwise
   */
  run<Row extends object>(query: postgres.PendingQuery<Row[]>): Promise<readonly Row[]> {
    const generation = this.#current;
    return new Promise<readonly Row[]>((resolve, reject) => {
      const refuse = (error: unknown): void => {
        settle();
        reject(error);
      };
      const lost = setTimeout(() => this.#retire(generation), lostMs).unref();
      const settle = (): void => {
        clearTimeout(lost);
        generation.underWay.delete(refuse);
      };
      generation.underWay.add(refuse);
      query.then(
        (rows) => {
          settle();
          resolve(rows);
        },
        (error: unknown) => {
          const why = explain(error);
          if (why instanceof QuestDbUnavailable && why.reason === 'away' && !isEnded(error)) this.#retire(generation);
          refuse(why);
        },
      );
    });
  }

  /** Lets queries under way end for two seconds, then closes the connections. */
  async close(): Promise<void> {
    await Promise.all([end(this.#current, 2_000), ...this.#retired]);
  }

  #retire(generation: Generation): void {
    if (generation !== this.#current) return;
    this.#current = open(this.#options);
    const ended = end(generation, graceMs).finally(() => this.#retired.delete(ended));
    this.#retired.add(ended);
  }
}

/** True for a query of a pool that we had ended ourselves: it says nothing of the pool of now. */
function isEnded(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'CONNECTION_ENDED' || error.code === 'CONNECTION_DESTROYED');
}

/** One pool of the driver, and how to refuse what it has not answered. */
interface Generation {
  readonly sql: QuestDbSql;
  readonly underWay: Set<(error: unknown) => void>;
}

function open(options: QuestDbPoolOptions): Generation {
  return { sql: connectQuestDb(options), underWay: new Set() };
}

async function end({ sql, underWay }: Generation, waitMsMax: number): Promise<void> {
  // With a query that is lost, the driver's own promise may stay open for ever.
  const late = new Promise((resolve) => setTimeout(resolve, waitMsMax + 100).unref());
  await Promise.race([sql.end({ timeout: waitMsMax / 1_000 }), late]);
  for (const refuse of underWay) refuse(new QuestDbUnavailable('away'));
}

/** QuestDB did not answer: it is away, too slow, or too many ask. The same read may succeed a moment later. */
export class QuestDbUnavailable extends Error {
  readonly reason: 'away' | 'timeout' | 'busy';

  constructor(reason: 'away' | 'timeout' | 'busy', options?: ErrorOptions) {
    super(sentences[reason], options);
    this.name = 'QuestDbUnavailable';
    this.reason = reason;
  }
}

const sentences = {
  away: 'The telemetry store is away.',
  timeout: 'The telemetry store took too long.',
  busy: 'Too many reads wait for the telemetry store.',
};

/** QuestDB's errors all have the code 00000; the connection's have Node's or the driver's own. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (/^(ECONN|EPIPE|ENOENT|CONNECT|CONNECTION_)/.test(code)) return new QuestDbUnavailable('away', { cause: error });
  return /timeout, query aborted/.test(error.message) ? new QuestDbUnavailable('timeout', { cause: error }) : error;
}
