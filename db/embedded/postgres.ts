import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { spawnAs } from './account.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { cannotRun, prepareCluster, resetPassword, serverEnvironment, superuser } from './cluster.ts';
import { takeLock } from './lock.ts';
import type { Log } from './log.ts';
import { readElsewhere, settlePlace, type Place } from './place.ts';
import { clearRemains, findPostmaster } from './postmaster.ts';
import type { ServerExit } from './processes.ts';
import { postgresSettings, type Settings } from './settings.ts';
import { StartRefused } from './start-refused.ts';
import { supervise, type Farewell, type Supervision } from './supervision.ts';

export interface PostgresOptions {
  /** `$DCMMS_HOME`; the cluster lives in `postgres` below it, or outside of it (see `settlePlace`). */
  readonly home: string;
  /** The installation's key, which every password is derived from. */
  readonly secret: string;
  readonly log: Log;
  /** False for tests: faster, and a loss of power may lose data. Default true. */
  readonly durable?: boolean;
  /** Overrides of postgresql.conf. They do not reach a server that is attached to. */
  readonly settings?: Settings;
}

export interface EmbeddedPostgres {
  /** Signs in as the superuser through the unix socket: `postgresql://postgres:…@%2Fpath%2Fto%2Fsockets:5432/postgres`. */
  readonly url: string;
  /** The postmaster's. */
  readonly pid: number;
  /** True when the server ran already, left behind by a supervisor that died. */
  readonly attached: boolean;
  /** Ends the server: sessions are cut off, a checkpoint is written. Safe to call again. */
  stop(): Promise<void>;
  /** Calls back once when the server ends, at once when it has ended already. After it, `startPostgres` may be called again. */
  onExit(callback: (exit: ServerExit) => void): void;
}

/** Recovery after a crash replays the WAL, at most `max_wal_size` and what came since. */
const startTimeoutMs = 120_000;

/** SIGINT: fast shutdown with a checkpoint. SIGQUIT: at once, with recovery at the next start. */
const farewell: Farewell = [
  { signal: 'SIGINT', patienceMs: 8_000 },
  { signal: 'SIGQUIT', patienceMs: 4_000 },
  { signal: 'SIGKILL', patienceMs: 4_000 },
];

/**
 * Serves the home's PostgreSQL: attaches to one that an earlier supervisor left behind, else starts it, making the cluster
 * at the first time. The server outlives this process when that is killed; the next call finds it.
 *
 * Runs as this process's user, as root under `postgres` or `nobody`. Listens on a unix socket alone, in a folder that only
 * its user may enter, and asks every role for its password.
 *
 * @throws StartRefused when another process supervises this home, the data are of another major version, the programs are
 * missing, or the server does not come up
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const place = await settlePlace(options.home);
  const lock = await takeLock(`postgres:${place.base}`);
  if ('heldBy' in lock) {
    throw new StartRefused(
      'ALREADY_RUNNING',
      `Another process (pid ${lock.heldBy}) already runs the PostgreSQL of ${resolve(options.home)}; stop it, or choose another DCMMS_HOME.`,
    );
  }
  try {
    const server = await serve(options, place);
    // Before any callback of the caller's, so that one may start the server again.
    server.onExit(() => void lock.release());
    return server;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Deletes the cluster of a home with all its data; ends a server that was left behind. Refuses while a process supervises it. */
export async function removePostgres(home: string): Promise<void> {
  const shelf = join(resolve(home), 'postgres');
  const place = await settlePlace(home);
  const lock = await takeLock(`postgres:${place.base}`);
  if ('heldBy' in lock)
    throw new StartRefused('ALREADY_RUNNING', `Process ${lock.heldBy} runs the PostgreSQL of ${resolve(home)}; stop it first.`);
  try {
    const running = await findPostmaster(place.data);
    if (running !== null) await supervise(running.process, farewell).stop();
    await clearRemains(place.data, place.sockets);
    const elsewhere = await readElsewhere(shelf);
    for (const folder of [place.sockets, place.base, ...(elsewhere === null ? [] : [elsewhere]), shelf])
      await rm(folder, { recursive: true, force: true });
  } finally {
    await lock.release();
  }
}

/** The password of the superuser, derived as those of the login roles are. */
export function superuserPassword(secret: string): string {
  return createHmac('sha256', secret).update(`db:${superuser}`).digest('base64url');
}

async function serve(options: PostgresOptions, place: Place): Promise<EmbeddedPostgres> {
  const password = superuserPassword(options.secret);
  const orphan = await attach(place, password, options.log);
  if (orphan !== null) return orphan;

  const durable = options.durable ?? true;
  const binaries = await findBinaries(place.account, place.programs);
  await clearRemains(place.data, place.sockets);
  await prepareCluster(
    place,
    binaries,
    password,
    postgresSettings({ sockets: place.sockets, durable, overrides: options.settings ?? {} }),
    durable,
  );

  const first = await launch(place, binaries, password);
  if (first.signedIn) return first.server;
  options.log.warn({ data: place.data }, 'the secret has changed since the cluster was made: giving the superuser its new password');
  await first.server.stop();
  await resetPassword(place, binaries, password);
  const second = await launch(place, binaries, password);
  if (second.signedIn) return second.server;
  await second.server.stop();
  throw new StartRefused('FAILED', `The superuser of ${place.data} cannot sign in, not even with a new password.`);
}

/** Takes over a server that runs already. One that does not answer, or not to our password, is ended, and null is the answer. */
async function attach(place: Place, password: string, log: Log): Promise<EmbeddedPostgres | null> {
  const running = await findPostmaster(place.data);
  if (running === null) return null;
  const supervision = supervise(running.process, farewell);
  const url = urlOf(running.sockets, password);
  if ((await waitUntilReady(supervision, place, url, 30_000)) === 'ready') {
    log.info({ pid: running.process.pid }, 'attached to the PostgreSQL that was running already');
    return asServer(supervision, url, true);
  }
  log.warn({ pid: running.process.pid }, 'the PostgreSQL that was running already does not let us in: starting it anew');
  await supervision.stop();
  return null;
}

async function launch(place: Place, binaries: Binaries, password: string): Promise<{ server: EmbeddedPostgres; signedIn: boolean }> {
  const startLog = join(place.base, 'start.log');
  const child = await spawnServer(place, binaries, startLog);
  const supervision = supervise(child, farewell);
  const url = urlOf(place.sockets, password);
  const outcome = await waitUntilReady(supervision, place, url, startTimeoutMs);
  if (outcome === 'ready' || outcome === 'refused') return { server: asServer(supervision, url, false), signedIn: outcome === 'ready' };
  await supervision.stop();
  throw new StartRefused(
    'FAILED',
    `PostgreSQL did not start (${outcome}): ${await lastWords(place, startLog)}. See ${startLog} and ${join(place.data, 'log')}.`,
  );
}

/** What the server complained about last, in its own log or before that began. */
async function lastWords(place: Place, startLog: string): Promise<string> {
  const log = join(place.data, 'log');
  const files = await Promise.all(
    (await readdir(log).catch(() => [])).map(async (name) => ({ path: join(log, name), at: (await stat(join(log, name))).mtimeMs })),
  );
  const newest = files.sort((one, other) => other.at - one.at)[0];
  const lines = (await Promise.all([startLog, ...(newest === undefined ? [] : [newest.path])].map((path) => readFile(path, 'utf8'))))
    .join('\n')
    .split('\n');
  return lines.findLast((line) => /FATAL|PANIC/.test(line))?.replace(/^.*(FATAL|PANIC): */, '') ?? 'it gave no reason';
}

/** What the server says before its own log begins goes to a file: a pipe would break when this process dies and the server lives. */
async function spawnServer(place: Place, binaries: Binaries, startLog: string): Promise<ChildProcess> {
  const output = await open(startLog, 'w', 0o600);
  try {
    const child = spawn(binaries.postgres, ['-D', place.data], {
      ...spawnAs(place.account),
      cwd: place.sockets,
      env: serverEnvironment,
      // A session of its own, so that Ctrl-C in a terminal reaches the launcher alone and the order of the end is the launcher's.
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    await new Promise<void>((resolveSpawn, reject) => {
      child.once('spawn', resolveSpawn);
      child.once('error', (error) => reject(cannotRun(binaries.postgres, error)));
    });
    child.unref();
    return child;
  } finally {
    await output.close();
  }
}

async function waitUntilReady(
  supervision: Supervision,
  place: Place,
  url: string,
  timeoutMs: number,
): Promise<'ready' | 'refused' | 'ended' | 'timeout'> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (supervision.exit() !== null) return 'ended';
    // The pid file costs nothing to read; only a server that calls itself ready is asked.
    const found = await findPostmaster(place.data);
    if (found?.ready === true && found.process.pid === supervision.process.pid) {
      const answer = await signIn(url);
      if (answer !== 'silent') return answer;
    }
    await sleep(10);
  }
  return 'timeout';
}

async function signIn(url: string): Promise<'ready' | 'refused' | 'silent'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === '28P01' ? 'refused' : 'silent';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function asServer(supervision: Supervision, url: string, attached: boolean): EmbeddedPostgres {
  return {
    url,
    pid: supervision.process.pid,
    attached,
    stop: () => supervision.stop(),
    onExit: (callback) => supervision.onExit(callback),
  };
}

/** The folder goes into the host, percent-encoded, which libpq, pg and URL all read; the port is named because PGPORT would win. */
function urlOf(sockets: string, password: string): string {
  return `postgresql://${superuser}:${encodeURIComponent(password)}@${encodeURIComponent(sockets)}:5432/postgres`;
}
