import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { canEnter } from './account.ts';
import { silent } from './log.ts';
import { removePostgres, startPostgres, type EmbeddedPostgres } from './postgres.ts';
import { identify, waitUntilGone, type ServerExit } from './processes.ts';

const secret = 'a secret for tests';
const isRoot = process.getuid?.() === 0;
const folder = import.meta.dirname;

let home = '';
const servers: EmbeddedPostgres[] = [];
const supervisors: ChildProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'dcmms-pg-'));
  await chmod(home, 0o755);
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const supervisor of supervisors.splice(0)) supervisor.kill('SIGKILL');
});

afterAll(async () => {
  await removePostgres(home);
  await rm(home, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  test('serves PostgreSQL 18 through a socket alone, with uuidv7 and checksums', async () => {
    const server = await start();
    expect(server.attached).toBe(false);
    const rows = await query(
      server.url,
      `SELECT current_setting('server_version_num')::int / 10000 AS major, uuidv7() IS NOT NULL AS ids,
      current_setting('data_checksums') AS checksums, current_setting('listen_addresses') AS addresses,
      (SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'postgres') AS locale, current_setting('TimeZone') AS zone`,
    );
    expect(rows).toEqual([{ major: 18, ids: true, checksums: 'on', addresses: '', locale: 'b C.UTF-8', zone: 'UTC' }]);
  });

  test('keeps its data over a stop', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept (id int)');
    await query(first.url, 'INSERT INTO kept VALUES (1)');
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  test('lets nobody in without the right password, and one role not as another', async () => {
    const server = await start();
    await query(server.url, `CREATE ROLE dcmms_core LOGIN PASSWORD 'core'`);
    const as = (user: string, password: string): string => {
      const url = new URL(server.url);
      url.username = user;
      url.password = password;
      return url.href;
    };
    expect(await query(as('dcmms_core', 'core'), 'SELECT current_user::text AS me')).toEqual([{ me: 'dcmms_core' }]);
    await expect(query(as('dcmms_core', 'wrong'), 'SELECT 1')).rejects.toThrow('password authentication failed');
    await expect(query(as('postgres', 'core'), 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect((await stat(socketFolder(server.url))).mode & 0o777).toBe(0o700);
  });

  test('says that it ended and why, and may be started again from there', async () => {
    const server = await start();
    const again = new Promise<EmbeddedPostgres>((resolve, reject) => {
      server.onExit((exit) => {
        expect(exit).toEqual<ServerExit>({ code: null, signal: 'SIGKILL', wanted: false });
        start().then(resolve, reject);
      });
    });
    process.kill(server.pid, 'SIGKILL');
    const next = await again;
    expect(next.pid).not.toBe(server.pid);
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);

    const stopped = new Promise<ServerExit>((resolve) => next.onExit(resolve));
    await next.stop();
    expect((await stopped).wanted).toBe(true);
  });

  test('starts although a backend of the killed postmaster still works', async () => {
    const server = await start();
    const busy = new pg.Client({ connectionString: server.url });
    busy.on('error', () => undefined);
    await busy.connect();
    // It looks for the postmaster's death only when it waits for something, which this query does not.
    const working = busy.query(`SELECT sum(length(repeat(md5(i::text), 3))) FROM generate_series(1, 200000000) i`).catch(() => undefined);
    await until(
      async () =>
        (
          await query(
            server.url,
            `SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE 'SELECT sum(length%' AND state = 'active'`,
          )
        )[0]?.['n'] === 1,
    );
    const gone = new Promise((resolve) => server.onExit(resolve));
    process.kill(server.pid, 'SIGKILL');
    await gone;
    const next = await start();
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await working;
  });

  test('ignores the pid file of a dead postmaster whose pid another process has now', async () => {
    const server = await start();
    const gone = new Promise((resolve) => server.onExit(resolve));
    process.kill(server.pid, 'SIGKILL');
    await gone;
    const pidFile = join(home, 'postgres', 'data', 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    lines[0] = String(process.pid);
    await writeFile(pidFile, lines.join('\n'));
    const next = await start();
    expect(next.attached).toBe(false);
    expect(identify(process.pid)).not.toBeNull();
  });

  test('refuses a second supervisor with one sentence that names the first', async () => {
    await start();
    const { refused } = await supervisor();
    expect(refused).toBe(
      `Another process (pid ${process.pid}) already runs the PostgreSQL of ${home}; stop it, or choose another DCMMS_HOME.`,
    );
  });

  test('outlives a supervisor that is killed, and the next one attaches to it', async () => {
    const first = await supervisor();
    expect(first.attached).toBe(false);
    await kill(first.process);
    const second = await start();
    expect(second).toMatchObject({ attached: true, pid: first.pid, url: first.url });
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);

    // Although it is no child of ours, its end is seen.
    const exit = new Promise<ServerExit>((resolve) => second.onExit(resolve));
    process.kill(second.pid, 'SIGKILL');
    expect(await exit).toEqual({ code: null, signal: null, wanted: false });
  });

  test('ends a server that it attached to', async () => {
    const first = await supervisor();
    await kill(first.process);
    const second = await start();
    expect(second.attached).toBe(true);
    const server = identify(second.pid);
    await second.stop();
    expect(server && (await waitUntilGone(server, 0))).toBe(true);
  });

  test('takes a new secret', async () => {
    await (await start()).stop();
    const renewed = await startPostgres({ home, secret: 'another secret', log: silent, durable: false });
    servers.push(renewed);
    expect(await query(renewed.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('takes a new secret while a server of the old one runs', async () => {
    const first = await supervisor();
    await kill(first.process);
    const renewed = await startPostgres({ home, secret: 'a third secret', log: silent, durable: false });
    servers.push(renewed);
    expect(renewed.attached).toBe(false);
    expect(await query(renewed.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('refuses data of another major version and says what to do', async () => {
    await (await start()).stop();
    const versionFile = join(home, 'postgres', 'data', 'PG_VERSION');
    const written = await readFile(versionFile, 'utf8');
    await writeFile(versionFile, '17\n');
    try {
      await expect(start()).rejects.toThrow(
        /were written by PostgreSQL 17 and this is PostgreSQL 18, which cannot read them; export them .* or set DATABASE_URL/,
      );
    } finally {
      await writeFile(versionFile, written);
    }
  });

  test('begins anew where an initdb was interrupted', async () => {
    const other = await mkdtemp(join(tmpdir(), 'dcmms-pg-'));
    await chmod(other, 0o755);
    await mkdir(join(other, 'postgres', 'data.new', 'base'), { recursive: true });
    try {
      const server = await startPostgres({ home: other, secret, log: silent, durable: false });
      servers.push(server);
      expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await server.stop();
    } finally {
      await removePostgres(other);
      await rm(other, { recursive: true, force: true });
    }
  });

  test('puts the socket elsewhere when the path of the home is too long for one', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'dcmms-pg-'));
    await chmod(parent, 0o755);
    const long = join(parent, 'a-rather-long-name-of-a-folder'.repeat(4));
    try {
      const server = await startPostgres({ home: long, secret, log: silent, durable: false });
      servers.push(server);
      expect(socketFolder(server.url).length).toBeLessThan(94);
      expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await server.stop();
    } finally {
      await removePostgres(long);
      await rm(parent, { recursive: true, force: true });
    }
  });

  test('loses no acknowledged row over three rounds of kill -9 under load', { timeout: 60_000 }, async () => {
    const other = await mkdtemp(join(tmpdir(), 'dcmms-pg-'));
    await chmod(other, 0o755);
    const acknowledged: number[] = [];
    try {
      for (let round = 0; round < 3; round++) {
        const server = await startPostgres({ home: other, secret, log: silent });
        servers.push(server);
        if (round === 0) await query(server.url, 'CREATE TABLE written (id int PRIMARY KEY)');
        const gone = new Promise((resolve) => server.onExit(resolve));
        const writers = Array.from({ length: 4 }, (_, writer) => write(server.url, acknowledged, round * 1_000_000 + writer * 100_000));
        const enough = acknowledged.length + 300;
        await until(() => acknowledged.length >= enough);
        process.kill(server.pid, 'SIGKILL');
        await Promise.all([gone, ...writers]);
      }
      const server = await startPostgres({ home: other, secret, log: silent });
      servers.push(server);
      const stored = new Set((await query(server.url, 'SELECT id FROM written')).map((row) => row['id']));
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(900);
      await server.stop();
    } finally {
      await removePostgres(other);
      await rm(other, { recursive: true, force: true });
    }
  });
});

describe('users', () => {
  test.runIf(isRoot)('as root the server runs as somebody else, who owns the data', async () => {
    const server = await start();
    const uid = Number(/^Uid:\t(\d+)/m.exec(await readFile(`/proc/${server.pid}/status`, 'utf8'))?.[1]);
    expect(uid).not.toBe(0);
    expect((await stat(join(home, 'postgres', 'data'))).uid).toBe(uid);
  });

  test.runIf(isRoot)('as root a home that the server may not enter gets its data outside, and remembers where', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'dcmms-pg-'));
    const secretHome = join(closed, 'home');
    try {
      const server = await startPostgres({ home: secretHome, secret, log: silent, durable: false });
      servers.push(server);
      expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      const elsewhere = (await readFile(join(secretHome, 'postgres', 'elsewhere'), 'utf8')).trim();
      expect((await stat(join(elsewhere, 'data'))).isDirectory()).toBe(true);
      await server.stop();
      await removePostgres(secretHome);
      await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
    } finally {
      await rm(closed, { recursive: true, force: true });
    }
  });

  test('as somebody who is not root the server runs as that user', async ({ skip }) => {
    const nobody = 65534;
    if (!isRoot) skip('this test run is not root already, so every other test shows it');
    if (!(await canEnter({ uid: nobody, gid: nobody, borrowed: true }, folder)))
      skip('the project lies in a folder that an unprivileged user may not enter');
    const own = await mkdtemp(join(tmpdir(), 'dcmms-pg-'));
    await chown(own, nobody, nobody);
    try {
      const server = await supervisor({ uid: nobody, gid: nobody, cwd: '/' }, own);
      expect(server.refused).toBeUndefined();
      expect(await query(server.url ?? '', 'SELECT current_user::text AS me')).toEqual([{ me: 'postgres' }]);
      expect((await stat(join(own, 'postgres', 'data'))).uid).toBe(nobody);
      const postmaster = identify(server.pid ?? 0);
      server.process.stdin?.end();
      expect(postmaster && (await waitUntilGone(postmaster, 10_000))).toBe(true);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });

  test.runIf(isRoot)('data of another user are served as that user by root', async () => {
    const nobody = 65534;
    const own = await mkdtemp(join(tmpdir(), 'dcmms-pg-'));
    await chmod(own, 0o755);
    await mkdir(join(own, 'postgres', 'data'), { recursive: true, mode: 0o700 });
    await chown(join(own, 'postgres', 'data'), nobody, nobody);
    try {
      const server = await startPostgres({ home: own, secret, log: silent, durable: false });
      servers.push(server);
      expect((await stat(join(own, 'postgres', 'data'))).uid).toBe(nobody);
      await server.stop();
      await removePostgres(own);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ home, secret, log: silent, durable: false });
  servers.push(server);
  return server;
}

interface Supervised {
  readonly process: ChildProcess;
  readonly url?: string;
  readonly pid?: number;
  readonly attached?: boolean;
  readonly refused?: string;
}

/** A supervisor in a process of its own. */
async function supervisor(options: SpawnOptions = {}, at = home): Promise<Supervised> {
  const child = spawn(process.execPath, [join(folder, 'supervisor.fixture.ts'), at], { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
  supervisors.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { process: child, ...(JSON.parse(line) as Omit<Supervised, 'process'>) };
  }
  throw new Error('The supervisor said nothing.');
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Inserts numbers from `from` on until the server dies, noting those that it acknowledged. */
async function write(url: string, acknowledged: number[], from: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (let id = from; ; id++) {
      await client.query('INSERT INTO written VALUES ($1)', [id]);
      acknowledged.push(id);
    }
  } catch {
    // The server is gone, as it was meant to be.
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

function socketFolder(url: string): string {
  return decodeURIComponent(new URL(url).hostname);
}
