import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.ts';

/** Work that is due again and again, once over all processes that share a database. */
export interface PeriodicJob {
  /** Unique in the database: its lock and its row of `periodic_runs` go by it. */
  readonly name: string;
  /** Of the role that may do this and little else; through a transaction pooler if one likes. */
  readonly url: string;
  readonly everyMs: number;
  /** The longest that one statement may take before the connection is given up; the role's own limits come first. */
  readonly statementTimeoutMs: number;
  /**
   * One step: short, in a transaction of its own, with the moment to go by. What is not done is followed by another step; a step
   * that throws is undone and tried again.
   */
  readonly step: (client: pg.ClientBase, now: Date) => Promise<StepResult>;
}

export interface StepResult {
  /** False when the next step should follow. */
  readonly done: boolean;
  /** What an operator wants to find in the log, if anything. */
  readonly did?: Readonly<Record<string, unknown>> | undefined;
}

export interface PeriodicSettings {
  readonly jobs: readonly PeriodicJob[];
  readonly log: Log;
  /** A given clock in tests; else the database's, which is the same for all processes. */
  readonly now?: (() => Date) | undefined;
  /** How often it looks whether a job may be due; asks the database only when one may be. */
  readonly tickMs?: number;
}

/** Steps in a row, so that a backlog leaves the database to others in between. */
const stepsInARowMax = 20;
const retryMs = 1_000;
const retryMsMax = 300_000;
/** When to look again at a job that another process is at. */
const elsewhereMs = 10_000;
/** When to look again at the latest: somebody may have removed the row of the last run to have the job done now. */
const lookMsMax = 600_000;
const connectTimeoutMs = 5_000;
/** How long a step may go on when the process ends. */
const closeMs = 2_000;

interface Schedule {
  readonly job: PeriodicJob;
  nextAtMs: number;
  failures: number;
  running: Promise<void> | undefined;
}

/**
 * Runs periodic jobs beside the requests. Every process has one; for each job a lock of the transaction lets one of them at it, and
 * `periodic_runs` tells the others when that was. A job that fails is tried again with back-off, for ever, and holds up no other.
 */
export class PeriodicJobs {
  readonly #log: Log;
  readonly #given: (() => Date) | undefined;
  readonly #tickMs: number;
  readonly #schedules: readonly Schedule[];
  readonly #clients = new Set<pg.Client>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({ jobs, log, now, tickMs = 1_000 }: PeriodicSettings) {
    this.#log = log;
    this.#given = now;
    this.#tickMs = tickMs;
    this.#schedules = jobs.map((job) => ({ job, nextAtMs: 0, failures: 0, running: undefined }));
  }

  start(): void {
    if (this.#schedules.length === 0) return;
    this.#timer ??= setInterval(() => void this.tick(), this.#tickMs).unref();
  }

  /** Runs what is due and not running already; resolves when that is over, whatever came of it. */
  async tick(): Promise<void> {
    if (this.#closed) return;
    const nowMs = this.#nowMs();
    const due = this.#schedules.filter(({ nextAtMs, running }) => {
      // Further ahead than any wait of ours: the clock was put back.
      const isLost = nextAtMs - nowMs > lookMsMax;
      return running === undefined && (nextAtMs <= nowMs || isLost);
    });
    await Promise.all(due.map((schedule) => (schedule.running = this.#run(schedule))));
  }

  /** Starts nothing more; a step under way may end, and is cut off and undone after two seconds. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    const over = Promise.all(this.#schedules.flatMap(({ running }) => running ?? []));
    await atMost(closeMs, over);
    for (const client of this.#clients) client.end().catch(() => undefined);
    await atMost(1_000, over);
  }

  async #run(schedule: Schedule): Promise<void> {
    const { job } = schedule;
    try {
      const waitMs = await this.#turn(job);
      schedule.failures = 0;
      schedule.nextAtMs = this.#nowMs() + Math.min(waitMs, lookMsMax);
    } catch (error) {
      if (this.#closed) return;
      schedule.failures += 1;
      const waitMs = Math.min(retryMs * 2 ** (schedule.failures - 1), retryMsMax);
      schedule.nextAtMs = this.#nowMs() + waitMs;
      this.#log.error({ err: error, job: job.name, failures: schedule.failures, retryInMs: waitMs }, 'a periodic job failed');
    } finally {
      schedule.running = undefined;
    }
  }

  /** Steps until the job is done or somebody else's; in how many milliseconds to look again. */
  async #turn(job: PeriodicJob): Promise<number> {
    const client = new pg.Client({
      connectionString: job.url,
      application_name: `job ${job.name}`,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: job.statementTimeoutMs,
    });
    // A connection that dies fails what is under way; without a listener it would end the process as well.
    client.on('error', () => undefined);
    this.#clients.add(client);
    try {
      await client.connect();
      for (let steps = 0; steps < stepsInARowMax && !this.#closed; steps += 1) {
        const waitMs = await this.#step(job, client);
        if (waitMs !== undefined) return waitMs;
      }
      return this.#tickMs;
    } finally {
      this.#clients.delete(client);
      await atMost(1_000, client.end());
    }
  }

  /** One step in its transaction; in how many milliseconds to look again, undefined when the next step should follow. */
  async #step({ name, everyMs, step }: PeriodicJob, client: pg.Client): Promise<number | undefined> {
    await client.query('BEGIN');
    try {
      if (!(await hasLock(client, name))) return await undone(client, Math.min(everyMs, elsewhereMs));
      // Not read together with the lock: the row would be as it was before whoever held the lock was done.
      const { now, lastRunAt } = await readRun(client, name, this.#given?.());
      const sinceMs = lastRunAt === null ? Infinity : now.getTime() - lastRunAt.getTime();
      // A run far in the future was written by a clock that was wrong.
      if (Math.abs(sinceMs) < everyMs) return await undone(client, everyMs - Math.max(sinceMs, 0));
      const { done, did } = await step(client, now);
      if (done) await writeRun(client, name, now);
      await client.query('COMMIT');
      if (did !== undefined) this.#log.info({ job: name, ...did }, 'a periodic job did its work');
      return done ? everyMs : undefined;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  #nowMs(): number {
    return this.#given?.().getTime() ?? Date.now();
  }
}

async function hasLock(client: pg.ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('dcmms:job:' || $1, 0)) AS mine`,
    [name],
  );
  return rows[0]?.mine === true;
}

async function readRun(client: pg.ClientBase, name: string, given: Date | undefined): Promise<{ now: Date; lastRunAt: Date | null }> {
  const { rows } = await client.query<{ now: Date; lastRunAt: Date | null }>(
    `SELECT coalesce($2::timestamptz, now()) AS now, (SELECT last_run_at FROM periodic_runs WHERE name = $1) AS "lastRunAt"`,
    [name, given ?? null],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('a statement that always gives a row gave none');
  return row;
}

async function writeRun(client: pg.ClientBase, name: string, now: Date): Promise<void> {
  await client.query(
    `INSERT INTO periodic_runs (name, last_run_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET last_run_at = excluded.last_run_at`,
    [name, now],
  );
}

async function undone(client: pg.ClientBase, waitMs: number): Promise<number> {
  await client.query('ROLLBACK');
  return waitMs;
}

/** Waits for what may never come. */
async function atMost(timeoutMs: number, what: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: stop.signal }).catch(() => undefined);
  await Promise.race([what.catch(() => undefined), late]);
  stop.abort();
}
