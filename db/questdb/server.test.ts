import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { silent } from '../embedded/log.ts';
import { identify, waitUntilGone, type ServerExit } from '../embedded/processes.ts';
import { freePort } from '../testing/free-port.ts';
import { cachedQuestDbJar } from '../testing/questdb-jar.ts';
import { findJava, parseMajor } from './java.ts';
import { removeQuestDb, startQuestDb, type EmbeddedQuestDb, type QuestDbOptions } from './server.ts';

const secret = 'a secret for tests';
let home = '';
let httpPort = 0;
let pgPort = 0;
let environment: NodeJS.ProcessEnv = {};
const servers: EmbeddedQuestDb[] = [];
const supervisors: ChildProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'dcmms-qdb-'));
  environment = { ...process.env, QUESTDB_JAR: await cachedQuestDbJar(), QUESTDB_HEAP_MB: '192' };
  [httpPort, pgPort] = [await freePort(), await freePort()];
}, 300_000);

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const supervisor of supervisors.splice(0)) supervisor.kill('SIGKILL');
}, 30_000);

afterAll(async () => {
  await removeQuestDb(home);
  await rm(home, { recursive: true, force: true });
});

describe('the embedded QuestDB', { timeout: 60_000 }, () => {
  test('serves HTTP and PGwire to its administrator, reads alone to its reader, nothing to others, and survives kill -9', async () => {
    const server = await start();
    expect(server.attached).toBe(false);
    await exec(server, `CREATE TABLE t (timestamp TIMESTAMP, v DOUBLE) TIMESTAMP(timestamp) PARTITION BY DAY WAL`);
    await exec(server, `INSERT INTO t VALUES ('2026-11-25T00:00:00Z', 1.5)`);
    await until(async () => (await select(server.pgReadUrl, 'SELECT v FROM t')).length === 1);

    await expect(select(server.pgReadUrl, `INSERT INTO t VALUES ('2026-11-25T00:00:01Z', 2)`)).rejects.toThrow('permission denied');
    await expect(select(`postgresql://admin:quest@127.0.0.1:${pgPort}/qdb`, 'SELECT 1')).rejects.toThrow('invalid username/password');
    expect((await fetch(`http://127.0.0.1:${httpPort}/exec?query=select+1`)).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${httpPort}/ping`)).status).toBe(204);

    const exit = new Promise<ServerExit>((resolve) => server.onExit(resolve));
    process.kill(server.pid, 'SIGKILL');
    expect(await exit).toEqual({ code: null, signal: 'SIGKILL', wanted: false });
    const next = await start();
    expect(await select(next.pgReadUrl, 'SELECT v FROM t')).toEqual([{ v: 1.5 }]);
    // The killed server's unpacked libraries are gone: one set lies there.
    expect(
      (await readdir(join(home, 'questdb', 'tmp'))).filter((name) => name.startsWith('libquestdb') && !name.startsWith('libquestdbr')),
    ).toHaveLength(1);
    expect((await readFile(join(home, 'questdb', 'root', 'conf', 'server.conf'), 'utf8')).split('\n')).toContain(
      'config.validation.strict=true',
    );
  });

  test('outlives a supervisor that is killed; the next one attaches to it, sees it end, and a second one is refused', async () => {
    const first = await supervisor();
    await kill(first.process);
    const second = await start();
    expect(second).toMatchObject({ attached: true, pid: first.pid });

    expect((await supervisor()).refused).toBe(
      `Another process (pid ${process.pid}) already runs the QuestDB of ${home}; stop it, or choose another DCMMS_HOME.`,
    );

    const exit = new Promise<ServerExit>((resolve) => second.onExit(resolve));
    process.kill(second.pid, 'SIGKILL');
    expect(await exit).toEqual({ code: null, signal: null, wanted: false });
  });

  test('replaces a server that is left behind with another secret', async () => {
    const first = await supervisor();
    await kill(first.process);
    const left = identify(first.pid ?? 0);
    const renewed = await startQuestDb({ ...options(), secret: 'another secret' });
    servers.push(renewed);
    expect(renewed.attached).toBe(false);
    expect(left && (await waitUntilGone(left, 0))).toBe(true);
    await select(renewed.pgReadUrl, 'SELECT 1');
  });

  test('a taken port gives one sentence that says what to do', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(pgPort, '127.0.0.1', resolve));
    try {
      await expect(start()).rejects.toThrow(
        `Port ${pgPort}, which QuestDB's PGwire is to listen on, is taken by another program; stop that program or set QUESTDB_PG_PORT to a free port.`,
      );
    } finally {
      await new Promise((resolve) => squatter.close(resolve));
    }
  });
});

describe('what QuestDB needs', () => {
  test('a missing Java gives one sentence with the ways to get one', async () => {
    await expect(startQuestDb({ ...options(), environment: { PATH: '/nonexistent' } })).rejects.toThrow(
      /^QuestDB needs Java 17 or newer and none was found \(looked for java\): install a JDK 17 .*JAVA_HOME.*QUESTDB_HTTP_URL and QUESTDB_PG_URL.*docker compose up questdb"\.$/,
    );
  });

  test('an old Java is refused by its version', async () => {
    const old = join(home, 'java');
    await writeFile(old, `#!/bin/sh\necho 'openjdk version "11.0.2" 2019-01-15' >&2\n`);
    await chmod(old, 0o755);
    await expect(findJava({}, old)).rejects.toThrow('QuestDB needs Java 17 or newer and');
  });

  test('versions are read of every form that Java prints', () => {
    expect(
      ['openjdk version "17.0.15" 2025-04-15', 'java version "1.8.0_412"', 'openjdk version "25" 2025-09-16', 'no'].map(parseMajor),
    ).toEqual([17, 8, 25, null]);
  });

  test('a missing Maven gives one sentence with the ways to get the jar', async () => {
    const bin = join(home, 'bin');
    await rm(bin, { recursive: true, force: true });
    await mkdir(bin);
    const java = await findJava(process.env);
    await symlink(await resolveOnPath(java.command), join(bin, 'java'));
    await expect(startQuestDb({ ...options(), environment: { PATH: bin } })).rejects.toThrow(
      /^QuestDB is fetched with Maven, and there is no mvn on the PATH: .*QUESTDB_JAR.*\.$/,
    );
  });

  test('a heap that is no number of megabytes is refused', async () => {
    await expect(startQuestDb({ ...options(), environment: { ...environment, QUESTDB_HEAP_MB: 'lots' } })).rejects.toThrow(
      `QUESTDB_HEAP_MB is 'lots'`,
    );
  });
});

function options(): QuestDbOptions {
  return { home, secret, httpPort, pgPort, log: silent, environment };
}

async function start(): Promise<EmbeddedQuestDb> {
  const server = await startQuestDb(options());
  servers.push(server);
  return server;
}

interface Supervised {
  readonly process: ChildProcess;
  readonly pid?: number;
  readonly attached?: boolean;
  readonly refused?: string;
}

/** A supervisor in a process of its own. */
async function supervisor(): Promise<Supervised> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'supervisor.fixture.ts'), home, String(httpPort), String(pgPort)], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
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

async function exec(server: EmbeddedQuestDb, query: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${httpPort}/exec?query=${encodeURIComponent(query)}`, {
    headers: { authorization: `Basic ${Buffer.from(`${server.user}:${server.password}`).toString('base64')}` },
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}

async function select(url: string, query: string): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, fetch_types: false });
  try {
    return [...(await sql.unsafe<Record<string, unknown>[]>(query))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function resolveOnPath(command: string): Promise<string> {
  if (command.includes('/')) return command;
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    const found = await realpath(join(folder, command)).catch(() => null);
    if (found !== null) return found;
  }
  throw new Error(`${command} is not on the PATH.`);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
