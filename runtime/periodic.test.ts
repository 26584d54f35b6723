import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { createLog } from './log.ts';
import { PeriodicJobs, type PeriodicJob } from './periodic.ts';

const log = createLog('test', 'silent');
const minute = 60_000;

let database: TestDatabase;
let admin: pg.Client;
let runners: PeriodicJobs[] = [];
let clock: Date;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  admin = new pg.Client(database.url);
  await admin.connect();
  await admin.query('CREATE TABLE effects (job text, xid xid8 DEFAULT pg_current_xact_id())');
});

afterAll(async () => {
  await admin.end();
  await database.drop();
});

beforeEach(async () => {
  clock = new Date('2031-05-01T12:00:00Z');
  await admin.query('DELETE FROM periodic_runs; DELETE FROM effects');
});

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.close()));
  runners = [];
});

test('several processes that look at the same time run a job once an interval', async () => {
  const fleet = Array.from({ length: 4 }, () => runnerOf([writing('once')]));
  for (let round = 1; round <= 3; round += 1) {
    for (let look = 0; look < 3; look += 1) {
      await Promise.all(fleet.map((runner) => runner.tick()));
      pass(15_000);
    }
    expect(await effects('once')).toBe(round);
    pass(minute - 45_000);
  }
});

test('while one process is at it, another goes away at once', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const slow = jobOf('held', async (client) => {
    await write(client, 'held');
    reach();
    await held;
    return { done: true };
  });
  const first = runnerOf([slow]).tick();
  await reached;
  await runnerOf([writing('held')]).tick();
  release();
  await first;
  expect(await effects('held')).toBe(1);
});

test('what is not done goes on in transactions of its own, so many in a row, and counts as run at its end', async () => {
  let left = 45;
  const runner = runnerOf([
    jobOf('long', async (client) => {
      await write(client, 'long');
      left -= 1;
      return { done: left === 0 };
    }),
  ]);
  await runner.tick();
  expect([left, await lastRun('long')]).toEqual([25, undefined]);
  pass(1_000);
  await runner.tick();
  pass(1_000);
  await runner.tick();
  expect([left, await lastRun('long')]).toEqual([0, clock]);
  const { rows } = await admin.query(`SELECT count(DISTINCT xid)::int AS transactions FROM effects WHERE job = 'long'`);
  expect(rows).toEqual([{ transactions: 45 }]);
});

test('a job that fails leaves nothing behind, is tried again later and later, and holds up no other', async () => {
  let attempts = 0;
  const failing = jobOf('failing', async (client) => {
    await write(client, 'failing');
    attempts += 1;
    if (attempts < 12) await client.query('SELECT 1 / 0');
    return { done: true };
  });
  const runner = runnerOf([failing, writing('steady')]);
  const waits: number[] = [];
  while (attempts < 12) {
    const before = attempts;
    let waited = 0;
    while (attempts === before) {
      await runner.tick();
      if (attempts > before) break;
      pass(1_000);
      waited += 1;
    }
    waits.push(waited);
    expect(await effects('failing')).toBe(attempts < 12 ? 0 : 1);
  }
  expect(waits).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  expect(await effects('steady')).toBe(Math.floor(waits.reduce((sum, wait) => sum + wait, 0) / 60) + 1);
});

test('a job whose connection is cut is undone and done again', async () => {
  let attempts = 0;
  const runner = runnerOf([
    jobOf('cut', async (client) => {
      attempts += 1;
      await write(client, 'cut');
      if (attempts === 1) await client.query('SELECT pg_terminate_backend(pg_backend_pid())');
      return { done: true };
    }),
  ]);
  await runner.tick();
  expect([await effects('cut'), await lastRun('cut')]).toEqual([0, undefined]);
  pass(1_000);
  await runner.tick();
  expect([attempts, await effects('cut')]).toEqual([2, 1]);
});

test('a job whose database cannot be reached holds up no other either', async () => {
  const runner = runnerOf([{ ...writing('away'), url: 'postgres://nobody@127.0.0.1:1/none' }, writing('near')]);
  await runner.tick();
  expect([await effects('away'), await effects('near')]).toEqual([0, 1]);
});

test('a job whose last run is removed from the table is done within ten minutes, however seldom it is due', async () => {
  const runner = runnerOf([{ ...writing('seldom'), everyMs: 1_440 * minute }]);
  for (const expected of [1, 1]) {
    await runner.tick();
    pass(10 * minute);
    expect(await effects('seldom')).toBe(expected);
  }
  await admin.query(`DELETE FROM periodic_runs WHERE name = 'seldom'`);
  await runner.tick();
  expect(await effects('seldom')).toBe(2);
});

test('a clock that is put back stops no job', async () => {
  const runner = runnerOf([writing('back')]);
  await runner.tick();
  pass(-1_440 * minute);
  await runner.tick();
  expect(await effects('back')).toBe(2);
});

test('closing cuts off a step that does not end, and the next process takes over', async () => {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const runner = runnerOf([
    jobOf('endless', async (client) => {
      await write(client, 'endless');
      reach();
      await client.query('SELECT pg_sleep(600)');
      return { done: true };
    }),
  ]);
  void runner.tick();
  await reached;
  const started = performance.now();
  await runner.close();
  expect(performance.now() - started).toBeLessThan(4_000);
  // The server notices that the client has gone when its statement ends; here somebody ends it.
  await admin.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'job endless'`);
  await runnerOf([writing('endless')]).tick();
  expect(await effects('endless')).toBe(1);
});

test('without a given clock it goes by the database’s, of its own accord, and a run of the far future does not stop it', async () => {
  await admin.query(`INSERT INTO periodic_runs VALUES ('ticking', now() + interval '1 year')`);
  const [first, second] = [1, 2].map(() => new PeriodicJobs({ jobs: [writing('ticking')], log, tickMs: 20 }));
  runners.push(...[first, second].flatMap((runner) => runner ?? []));
  first?.start();
  while ((await effects('ticking')) === 0) await sleep(10);
  const { rows } = await admin.query(`SELECT now() - last_run_at < interval '1 minute' AS fresh FROM periodic_runs WHERE name = 'ticking'`);
  expect(rows).toEqual([{ fresh: true }]);
  await second?.tick();
  expect(await effects('ticking')).toBe(1);
});

function runnerOf(jobs: readonly PeriodicJob[]): PeriodicJobs {
  const runner = new PeriodicJobs({ jobs, log, now: () => clock });
  runners.push(runner);
  return runner;
}

function jobOf(name: string, step: PeriodicJob['step']): PeriodicJob {
  return { name, url: database.url, everyMs: minute, statementTimeoutMs: minute, step };
}

function writing(name: string): PeriodicJob {
  return jobOf(name, async (client) => {
    await write(client, name);
    return { done: true };
  });
}

async function write(client: pg.ClientBase, job: string): Promise<void> {
  await client.query('INSERT INTO effects (job) VALUES ($1)', [job]);
}

async function effects(job: string): Promise<number> {
  const { rows } = await admin.query<{ count: number }>('SELECT count(*)::int FROM effects WHERE job = $1', [job]);
  return rows[0]?.count ?? 0;
}

async function lastRun(job: string): Promise<Date | undefined> {
  const { rows } = await admin.query<{ at: Date }>('SELECT last_run_at AS at FROM periodic_runs WHERE name = $1', [job]);
  return rows[0]?.at;
}

function pass(ms: number): void {
  clock = new Date(clock.getTime() + ms);
}
