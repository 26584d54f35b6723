import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { takeLock, type Lock } from '../embedded/lock.ts';
import { databaseUrl } from '../connection.ts';
import { silent } from '../embedded/log.ts';
import { removePostgres, startPostgres, type EmbeddedPostgres } from '../embedded/postgres.ts';
import { migrate } from '../migrate.ts';
import { migrateQuestDb } from '../questdb/migrate.ts';
import { removeQuestDb, startQuestDb, type EmbeddedQuestDb } from '../questdb/server.ts';
import { freePort } from './free-port.ts';
import { cachedQuestDbJar } from './questdb-jar.ts';

/** The run's QuestDB: URLs with credentials, as `EmbeddedQuestDb` describes them. */
export interface TestQuestDb {
  readonly httpUrl: string;
  readonly pgUrl: string;
  readonly pgReadUrl: string;
  readonly user: string;
  readonly password: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The run's PostgreSQL, as its superuser. */
    postgresUrl: string;
    /** A migrated database to make others from: `CREATE DATABASE … TEMPLATE … STRATEGY FILE_COPY`. Nobody may be connected to it. */
    templateDatabase: string;
    /** What the passwords of the login roles are derived from. */
    secret: string;
    /** Null when the run was started with DCMMS_TEST_SERVERS=postgres. */
    questdb: TestQuestDb | null;
  }
}

const secret = 'the secret of the test servers';
const templateDatabase = 'dcmms_template';
const homePrefix = 'dcmms-test-';

/** Folders younger than this may belong to a run that has not taken its lock yet. */
const abandonedAfterMs = 600_000;

/**
 * Vitest's global setup: one PostgreSQL, which forgets at a loss of power, and one QuestDB for the whole run.
 * `DCMMS_TEST_SERVERS=postgres` leaves QuestDB out, for runs that need none.
 */
export default async function startTestServers(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandoned();
  const home = await mkdtemp(join(tmpdir(), homePrefix));
  // PostgreSQL runs as another user when this one is root.
  await chmod(home, 0o755);
  const lock = await takeLock(home);
  if ('heldBy' in lock) throw new Error(`${home} is in use by process ${lock.heldBy}.`);

  const [postgres, questdb] = await Promise.allSettled([startTestPostgres(home), startTestQuestDb(home)]);
  const running = [postgres, questdb].flatMap((started) =>
    started.status === 'fulfilled' && started.value !== null ? [started.value] : [],
  );
  const teardown = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()));
    await removeHome(home, lock);
  };
  if (postgres.status === 'rejected' || questdb.status === 'rejected') {
    await teardown();
    const reasons: unknown[] = [postgres, questdb].flatMap((started) => (started.status === 'rejected' ? [started.reason] : []));
    throw new AggregateError(reasons, reasons.map(String).join('\n'));
  }

  project.provide('postgresUrl', postgres.value.url);
  project.provide('templateDatabase', templateDatabase);
  project.provide('secret', secret);
  const { value: store } = questdb;
  project.provide(
    'questdb',
    store && { httpUrl: store.httpUrl, pgUrl: store.pgUrl, pgReadUrl: store.pgReadUrl, user: store.user, password: store.password },
  );
  return teardown;
}

async function startTestPostgres(home: string): Promise<EmbeddedPostgres> {
  // Every test file has pools of its own for several roles.
  const server = await startPostgres({ home, secret, log: silent, durable: false, settings: { max_connections: '200' } });
  try {
    await makeTemplate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${templateDatabase}`);
  } finally {
    await client.end();
  }
  await migrate({ url: databaseUrl(url, templateDatabase), secret, log: silent });
}

async function startTestQuestDb(home: string): Promise<EmbeddedQuestDb | null> {
  if (process.env['DCMMS_TEST_SERVERS'] === 'postgres') return null;
  const environment = { ...process.env, QUESTDB_JAR: await cachedQuestDbJar(), QUESTDB_HEAP_MB: process.env['QUESTDB_HEAP_MB'] ?? '192' };
  const server = await startQuestDb({ home, secret, httpPort: await freePort(), pgPort: await freePort(), log: silent, environment });
  try {
    await migrateQuestDb({ pgUrl: server.pgUrl, log: silent });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** Ends and removes what runs left behind that were killed. */
async function sweepAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(homePrefix)) continue;
    const home = join(tmpdir(), name);
    const age = Date.now() - (await stat(home).catch(() => ({ ctimeMs: Date.now() }))).ctimeMs;
    if (age < abandonedAfterMs) continue;
    const lock = await takeLock(home);
    if ('release' in lock) await removeHome(home, lock);
  }
}

async function removeHome(home: string, lock: Lock): Promise<void> {
  await removePostgres(home);
  await removeQuestDb(home);
  await rm(home, { recursive: true, force: true });
  await lock.release();
}
