import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silent } from '../embedded/log.ts';
import { freePort } from '../testing/free-port.ts';
import { cachedQuestDbJar } from '../testing/questdb-jar.ts';
import { connectQuestDb, type QuestDbSql } from './connection.ts';
import { migrateQuestDb, readScripts } from './migrate.ts';
import { QuestDbReader } from './read.ts';
import { removeQuestDb, startQuestDb, type EmbeddedQuestDb, type QuestDbOptions } from './server.ts';
import { QuestDbWatch } from './watch.ts';

// A server of its own: these tests suspend its tables, spoil its views and kill it.
let options: QuestDbOptions;
let server: EmbeddedQuestDb;
let admin: QuestDbSql;

beforeAll(async () => {
  options = {
    home: await mkdtemp(join(tmpdir(), 'dcmms-qdb-')),
    secret: 'a secret for tests',
    httpPort: await freePort(),
    pgPort: await freePort(),
    log: silent,
    environment: { ...process.env, QUESTDB_JAR: await cachedQuestDbJar(), QUESTDB_HEAP_MB: '192' },
    // Lets a test suspend a table.
    settings: { 'dev.mode.enabled': 'true' },
  };
  server = await startQuestDb(options);
  admin = connectQuestDb({ url: server.pgUrl, max: 2, name: 'test' });
}, 120_000);

afterAll(async () => {
  await admin.end({ timeout: 1 });
  await server.stop();
  await removeQuestDb(options.home);
  await rm(options.home, { recursive: true, force: true });
});

describe('the schema of a new QuestDB', () => {
  test('two that apply it at once both find it right, and each script is applied once', async () => {
    const names = (await readScripts()).map(({ name }) => name);
    const results = await Promise.all([1, 2].map(() => migrateQuestDb({ pgUrl: server.pgUrl, log: silent })));
    expect(results.map(({ drift }) => drift)).toEqual([[], []]);
    expect(results.map(({ applied }) => applied).toSorted((one, other) => one.length - other.length)).toEqual([[], names]);
    const recorded = await admin<{ name: string }[]>`SELECT name FROM schema_scripts`;
    expect(recorded.map(({ name }) => name).toSorted()).toEqual(names);
  });

  test('what somebody changed by hand is told', async () => {
    await admin.unsafe('ALTER TABLE telemetry_data SET TTL 30 DAYS').simple();
    await admin.unsafe('ALTER TABLE telemetry_data ADD COLUMN note VARCHAR').simple();
    try {
      let drift: readonly string[] = [];
      await until(async () => (drift = (await migrateQuestDb({ pgUrl: server.pgUrl, log: silent })).drift).length === 3);
      expect(drift).toEqual([
        'missing: telemetry_data: partition by DAY, ttl 90 DAY, wal true, dedup true',
        'unexpected: telemetry_data: partition by DAY, ttl 30 DAY, wal true, dedup true',
        'unexpected: telemetry_data.note: VARCHAR',
      ]);
    } finally {
      await admin.unsafe('ALTER TABLE telemetry_data SET TTL 90 DAYS').simple();
    }
  });

  test('a script that was changed after it had been applied stops the next one', async () => {
    await admin`UPDATE schema_scripts SET checksum = 'other' WHERE name = '0001-telemetry-data.sql'`;
    await expect(migrateQuestDb({ pgUrl: server.pgUrl, log: silent })).rejects.toThrow(
      '0001-telemetry-data.sql was changed after it had been applied to this QuestDB',
    );
  });
});

describe('the watch', () => {
  test('resumes a suspended table, whose acknowledged rows then show, and says so while it lasts', async () => {
    await admin.unsafe('CREATE TABLE suspended_one (timestamp TIMESTAMP, v INT) TIMESTAMP(timestamp) PARTITION BY DAY WAL').simple();
    await admin.unsafe(`ALTER TABLE suspended_one SUSPEND WAL WITH 28, 'no space left'`).simple();
    await admin`INSERT INTO suspended_one VALUES ('2026-11-25T00:00:00Z', 1)`;
    const watch = new QuestDbWatch({ pgUrl: server.pgUrl, log: silent, everyMs: 50 });
    const told: unknown[] = [];
    await until(async () => {
      const { healthy, suspended } = watch.state();
      if (suspended.length > 0) told.push({ healthy, suspended });
      return told.length > 0 && healthy;
    });
    expect(told[0]).toEqual({ healthy: false, suspended: [{ name: 'suspended_one', reason: 'no space left' }] });
    await until(async () => (await admin`SELECT v FROM suspended_one`).length === 1);
    await watch.close();
  });

  test('resumes a suspended view too', async () => {
    await until(async () => (await admin`SELECT name FROM wal_tables() WHERE name = 'telemetry_1m' AND NOT suspended`).length === 1);
    await admin.unsafe('ALTER MATERIALIZED VIEW telemetry_1m SUSPEND WAL').simple();
    const watch = new QuestDbWatch({ pgUrl: server.pgUrl, log: silent, everyMs: 50 });
    await until(async () => watch.state().healthy);
    expect(await admin`SELECT name FROM wal_tables() WHERE suspended`).toHaveLength(0);
    await watch.close();
  });

  test('tells of a server that is gone, and of its return; reads fail meanwhile and serve again after', { timeout: 60_000 }, async () => {
    const watch = new QuestDbWatch({ pgUrl: server.pgUrl, log: silent, everyMs: 50 });
    const reader = new QuestDbReader({ url: server.pgReadUrl });
    const siteId = randomUUID();
    const series = { siteId, assetId: randomUUID(), tag: 'T' };
    const at = new Date();
    await admin`INSERT INTO telemetry_data (timestamp, site_id, asset_id, tag, value, quality) VALUES (${at}, ${siteId}, ${series.assetId}, 'T', 1, 'GOOD')`;
    const read = async (): Promise<number | null | undefined> => (await reader.forSites([siteId]).latest([series], at))[0]?.value;
    await until(async () => watch.state().healthy && (await read()) === 1);

    const gone = new Promise((resolve) => server.onExit(resolve));
    // Reads are under way when it dies. The driver loses some of them now and then; here, each is answered.
    const flying = Array.from({ length: 8 }, () => read().catch((error: unknown) => error));
    process.kill(server.pid, 'SIGKILL');
    await gone;
    const ends = new Set((await Promise.all(flying)).map(String));
    expect(['1', 'QuestDbUnavailable: The telemetry store is away.']).toEqual(expect.arrayContaining([...ends]));
    await expect(read()).rejects.toMatchObject({ name: 'QuestDbUnavailable', reason: 'away' });
    await until(async () => !watch.state().healthy);
    expect(watch.state().fault).not.toBeNull();

    server = await startQuestDb(options);
    await until(async () => watch.state().healthy);
    await until(async () => (await read().catch(() => undefined)) === 1);
    await watch.close();
    await reader.close();
  });

  test('tells of a view that does not follow its table any more', async () => {
    await admin.unsafe('TRUNCATE TABLE telemetry_data').simple();
    const watch = new QuestDbWatch({ pgUrl: server.pgUrl, log: silent, everyMs: 50 });
    await until(async () => watch.state().invalid.length > 0);
    expect(watch.state()).toMatchObject({ healthy: false, fault: null, invalid: [{ name: 'telemetry_1m', reason: 'truncate operation' }] });
    await watch.close();
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
