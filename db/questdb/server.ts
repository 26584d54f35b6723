import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile, realpath, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from '../embedded/lock.ts';
import type { Log } from '../embedded/log.ts';
import { isCode, processesWithArguments, type ProcessIdentity, type ServerExit } from '../embedded/processes.ts';
import { StartRefused } from '../embedded/start-refused.ts';
import { supervise, type Farewell, type Supervision } from '../embedded/supervision.ts';
import { questDbJar } from './artifact.ts';
import { findJava, type Java } from './java.ts';
import { adminUser, logSettings, questDbPassword, readUser, serverSettings } from './settings.ts';

export interface QuestDbOptions {
  /** `$DCMMS_HOME`; everything of QuestDB lives in `questdb` below it. */
  readonly home: string;
  /** The installation's key, which the users' passwords are derived from. */
  readonly secret: string;
  readonly httpPort: number;
  readonly pgPort: number;
  readonly log: Log;
  /** The java to run, instead of JAVA_HOME's or the PATH's. */
  readonly java?: string;
  /** Where to look for the host's facts: JAVA_HOME, PATH, QUESTDB_JAR, QUESTDB_HEAP_MB. Default: the process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Overrides of server.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Ends the fetch of the jar, which may take minutes at the first start. */
  readonly unwanted?: AbortSignal;
}

export interface EmbeddedQuestDb {
  /** With the administrator's credentials: `http://dcmms_admin:…@127.0.0.1:9000`. Serves `/write`, `/exec`, `/exp`; `/ping` needs none. */
  readonly httpUrl: string;
  /** PGwire as the administrator. */
  readonly pgUrl: string;
  /** PGwire as the user who may only read. Reads come through this one. */
  readonly pgReadUrl: string;
  /** The administrator's. */
  readonly user: string;
  readonly password: string;
  /** The JVM's. */
  readonly pid: number;
  /** True when the server ran already, left behind by a supervisor that died. */
  readonly attached: boolean;
  /** Ends the server. Safe to call again. */
  stop(): Promise<void>;
  /** Calls back once when the server ends, at once when it has ended already. After it, `startQuestDb` may be called again. */
  onExit(callback: (exit: ServerExit) => void): void;
}

const startTimeoutMs = 90_000;
/** A server that is left behind and answers, answers at once; one that an earlier supervisor had just started needs a moment. */
const attachTimeoutMs = 20_000;
const heapMbDefault = 384;
/** The file that the JVM writes its errors to is cut at this size, since an orphan writes on without anybody to turn a page. */
const outputBytesMax = 16 * 1024 * 1024;

const farewell: Farewell = [
  { signal: 'SIGTERM', patienceMs: 8_000 },
  { signal: 'SIGKILL', patienceMs: 5_000 },
];

/**
 * Serves the home's QuestDB on loopback: attaches to one that an earlier supervisor left behind, else fetches the jar if it
 * is not there and starts it. The server outlives this process when that is killed; the next call finds it.
 *
 * @throws StartRefused when Java, Maven or the jar is missing, a port is taken, another process supervises this home, or the
 * server does not come up
 */
export async function startQuestDb(options: QuestDbOptions): Promise<EmbeddedQuestDb> {
  const shelf = join(resolve(options.home), 'questdb');
  await mkdir(join(shelf, 'root', 'conf'), { recursive: true });
  const root = await realpath(join(shelf, 'root'));
  const lock = await takeLock(`questdb:${root}`);
  if ('heldBy' in lock) {
    throw new StartRefused(
      'ALREADY_RUNNING',
      `Another process (pid ${lock.heldBy}) already runs the QuestDB of ${resolve(options.home)}; stop it, or choose another DCMMS_HOME.`,
    );
  }
  try {
    const server = (await attach(root, options)) ?? (await launch(shelf, root, options));
    // Before any callback of the caller's, so that one may start the server again.
    server.onExit(() => void lock.release());
    return server;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Deletes all of a home's QuestDB but the jar; ends a server that was left behind. Refuses while a process supervises it. */
export async function removeQuestDb(home: string): Promise<void> {
  const folder = join(resolve(home), 'questdb', 'root');
  const root = await realpath(folder).catch(() => null);
  if (root === null) return;
  const lock = await takeLock(`questdb:${root}`);
  if ('heldBy' in lock)
    throw new StartRefused('ALREADY_RUNNING', `Process ${lock.heldBy} runs the QuestDB of ${resolve(home)}; stop it first.`);
  try {
    for (const orphan of await findServers(root)) await supervise(orphan, farewell).stop();
    await rm(root, { recursive: true, force: true });
  } finally {
    await lock.release();
  }
}

/** Takes over a server that runs already. One that does not answer, or not to our ports and password, is ended, and null is the answer. */
async function attach(root: string, options: QuestDbOptions): Promise<EmbeddedQuestDb | null> {
  const [running, ...others] = await findServers(root);
  for (const other of others) await supervise(other, farewell).stop();
  if (running === undefined) return null;
  const supervision = supervise(running, farewell);
  if (await sameSettings(root, options)) {
    if ((await waitUntilReady(supervision, options, attachTimeoutMs)) === 'ready') {
      options.log.info({ pid: running.pid }, 'attached to the QuestDB that was running already');
      return asServer(supervision, options, true);
    }
  }
  options.log.warn({ pid: running.pid }, 'the QuestDB that was running already does not answer as it should: starting it anew');
  await supervision.stop();
  return null;
}

/**
 * The servers on a root folder, told by their command line. That is exact, where a pid file may be stale, or missing when the
 * supervisor was killed before it wrote one.
 */
async function findServers(root: string): Promise<readonly ProcessIdentity[]> {
  return processesWithArguments((args) => args.includes('io.questdb/io.questdb.ServerMain') && args[args.indexOf('-d') + 1] === root);
}

/** Whether the server that runs was started with what we would start it with: ports, users, pools. */
async function sameSettings(root: string, options: QuestDbOptions): Promise<boolean> {
  return (await readFile(join(root, 'conf', 'server.conf'), 'utf8').catch(() => '')) === serverSettings(options);
}

async function launch(shelf: string, root: string, options: QuestDbOptions): Promise<EmbeddedQuestDb> {
  const environment = options.environment ?? process.env;
  const heapMb = readHeapMb(environment);
  const java = await findJava(environment, options.java);
  const jar = await questDbJar(join(shelf, 'lib'), environment, options.log, options.unwanted);
  await refuseTakenPort(options.httpPort, 'HTTP', 'QUESTDB_HTTP_PORT');
  await refuseTakenPort(options.pgPort, 'PGwire', 'QUESTDB_PG_PORT');

  await writeSettings(join(root, 'conf', 'server.conf'), serverSettings(options));
  await writeSettings(join(root, 'conf', 'log.conf'), logSettings);
  // Native libraries are unpacked here at each start, and stay when the server is killed.
  const temporary = join(shelf, 'tmp');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary);

  const output = join(shelf, 'server.log');
  const child = await spawnServer(java, jar, root, temporary, output, heapMb);
  const supervision = supervise(child, farewell);
  const outcome = await waitUntilReady(supervision, options, startTimeoutMs);
  if (outcome !== 'ready') {
    await supervision.stop();
    throw await explain(outcome, output, options);
  }
  const pageTurner = setInterval(() => void keepShort(output), 60_000);
  pageTurner.unref();
  supervision.onExit(() => clearInterval(pageTurner));
  return asServer(supervision, options, false);
}

async function spawnServer(
  java: Java,
  jar: string,
  root: string,
  temporary: string,
  output: string,
  heapMb: number,
): Promise<ChildProcess> {
  const args = [
    `-Xms64m`,
    `-Xmx${heapMb}m`,
    '-XX:+UseParallelGC',
    // A JVM without memory lingers; one that ends is started again.
    '-XX:+ExitOnOutOfMemoryError',
    '-Dnoebug',
    `-Djava.io.tmpdir=${temporary}`,
    // From Java 24 on only to silence warnings; Java 17 does not know the first one.
    ...(java.major >= 24 ? ['--sun-misc-unsafe-memory-access=allow', '--enable-native-access=io.questdb'] : []),
    '-p',
    jar,
    '-m',
    'io.questdb/io.questdb.ServerMain',
    '-d',
    root,
  ];
  await rename(output, `${output}.1`).catch(() => undefined);
  // Appending, so that it may be cut while the server writes. A pipe would break when this process dies and the server lives.
  const file = await open(output, 'a', 0o600);
  try {
    const child = spawn(java.command, args, {
      cwd: root,
      env: { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C.UTF-8' },
      // A session of its own, so that Ctrl-C in a terminal reaches the launcher alone and the order of the end is the launcher's.
      detached: true,
      stdio: ['ignore', file.fd, file.fd],
    });
    await new Promise<void>((resolveSpawn, reject) => {
      child.once('spawn', resolveSpawn);
      child.once('error', (cause) => reject(new StartRefused('FAILED', `${java.command} cannot be run: ${cause.message}`, { cause })));
    });
    child.unref();
    return child;
  } finally {
    await file.close();
  }
}

type Outcome = 'ready' | 'ended' | 'timeout';

/** Ready when it answers a query to our user over HTTP, which the start of PGwire precedes. */
async function waitUntilReady(supervision: Supervision, options: QuestDbOptions, timeoutMs: number): Promise<Outcome> {
  const deadline = performance.now() + timeoutMs;
  const authorization = `Basic ${Buffer.from(`${adminUser}:${questDbPassword(options.secret, adminUser)}`).toString('base64')}`;
  while (performance.now() < deadline) {
    if (supervision.exit() !== null) return 'ended';
    try {
      const answer = await fetch(`http://127.0.0.1:${options.httpPort}/exec?query=select+1`, {
        headers: { authorization },
        signal: AbortSignal.timeout(2_000),
      });
      await answer.body?.cancel();
      if (answer.status === 200) return supervision.exit() === null ? 'ready' : 'ended';
    } catch {
      // Not listening yet.
    }
    await sleep(50);
  }
  return 'timeout';
}

async function refuseTakenPort(port: number, protocol: string, variable: string): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolveListen, reject) => {
      probe.once('error', reject);
      probe.listen({ host: '127.0.0.1', port, exclusive: true }, resolveListen);
    });
  } catch (cause) {
    if (isCode(cause, 'EADDRINUSE', 'EACCES')) throw portTaken(port, protocol, variable);
    throw cause;
  }
  await new Promise((resolveClose) => probe.close(resolveClose));
}

function portTaken(port: number, protocol: string, variable: string): StartRefused {
  return new StartRefused(
    'PORT_TAKEN',
    `Port ${port}, which QuestDB's ${protocol} is to listen on, is taken by another program; stop that program or set ${variable} to a free port.`,
  );
}

/** Turns the JVM's last words into a sentence. */
async function explain(outcome: Outcome, output: string, options: QuestDbOptions): Promise<StartRefused> {
  const said = await readFile(output, 'utf8').catch(() => '');
  const taken = /could not bind socket \[who=(http|pg)-server/.exec(said)?.[1];
  if (taken === 'http') return portTaken(options.httpPort, 'HTTP', 'QUESTDB_HTTP_PORT');
  if (taken === 'pg') return portTaken(options.pgPort, 'PGwire', 'QUESTDB_PG_PORT');
  const reason =
    /^(?:Exception in thread.*|\S*(?:Error|Exception):.*|Configuration issues:[^]*?\n\n|.*cannot lock.*|Error .*|.*insufficient memory.*)$/m
      .exec(said)?.[0]
      .trim();
  return new StartRefused(
    'FAILED',
    `QuestDB did not start (${outcome === 'timeout' ? `no answer within ${startTimeoutMs / 1_000} s` : 'it ended'}): ${reason ?? 'it gave no reason'}. See ${output}.`,
  );
}

function readHeapMb(environment: NodeJS.ProcessEnv): number {
  const text = environment['QUESTDB_HEAP_MB'];
  if (!text) return heapMbDefault;
  const heapMb = Number(text);
  if (!Number.isInteger(heapMb) || heapMb < 128 || heapMb > 65_536)
    throw new StartRefused('FAILED', `QUESTDB_HEAP_MB is '${text}' and must be a whole number of megabytes from 128 to 65536.`);
  return heapMb;
}

async function writeSettings(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function keepShort(output: string): Promise<void> {
  const size = await stat(output).then(
    (found) => found.size,
    () => 0,
  );
  if (size > outputBytesMax) await truncate(output, 0);
}

function asServer(supervision: Supervision, options: QuestDbOptions, attached: boolean): EmbeddedQuestDb {
  const password = questDbPassword(options.secret, adminUser);
  return {
    httpUrl: `http://${adminUser}:${password}@127.0.0.1:${options.httpPort}`,
    pgUrl: `postgresql://${adminUser}:${password}@127.0.0.1:${options.pgPort}/qdb`,
    pgReadUrl: `postgresql://${readUser}:${questDbPassword(options.secret, readUser)}@127.0.0.1:${options.pgPort}/qdb`,
    user: adminUser,
    password,
    pid: supervision.process.pid,
    attached,
    stop: () => supervision.stop(),
    onExit: (callback) => supervision.onExit(callback),
  };
}
