import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { databaseUrl, roleUrl } from '@dcmms/db/connection.ts';
import { startPostgres } from '@dcmms/db/embedded/postgres.ts';
import { migrate } from '@dcmms/db/migrate.ts';
import { migrateQuestDb } from '@dcmms/db/questdb/migrate.ts';
import { startQuestDb } from '@dcmms/db/questdb/server.ts';
import { cachedQuestDbJar } from '@dcmms/db/testing/questdb-jar.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { startNodePart } from '../launcher/node-part.ts';
import { ensureDatabase } from '../launcher/prepare-database.ts';
import { machine } from './figures.ts';
import { createFleet } from './ingest-fleet.ts';
import type { PublisherResult, PublisherTask } from './ingest-publisher.ts';
import { CpuMeter } from './processes.ts';

const root = join(import.meta.dirname, '..', '..');
const secret = 'the secret of a benchmark';

/** What is measured: a whole way in (MQTT, journal, QuestDB, rules, PostgreSQL) in a folder of its own, at a given rate. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    strict: true,
    options: {
      rate: { type: 'string', default: '72000' },
      seconds: { type: 'string', default: '60' },
      format: { type: 'string', default: 'json' },
      points: { type: 'string', default: '100' },
      sites: { type: 'string', default: '100' },
    },
  });
  if (values.format !== 'json') throw new Error(`--format ${values.format} is not one of: json.`);
  const [rate, seconds, points, sites] = [values.rate, values.seconds, values.points, values.sites].map(Number);
  if (!rate || !seconds || !points || !sites || points > 1_500)
    throw new Error('--rate, --seconds, --points (at most 1500) and --sites are numbers above 0.');

  // One reading of every series per round; a round lasts a second, or longer when there are more series than the rate asks for.
  const assetsPerSite = Math.max(1, Math.min(36, Math.round(rate / sites / 20)));
  const size = { sites, assetsPerSite, tagsPerAsset: 20 };
  const seriesCount = sites * assetsPerSite * 20;
  const roundMs = (seriesCount / rate) * 1_000;
  const rounds = Math.max(1, Math.round((seconds * 1_000) / roundMs));

  const home = await mkdtemp(join(tmpdir(), 'dcmms-bench-'));
  await chmod(home, 0o755);
  const log = createLog('bench', 'error');
  const [httpPort, pgPort, mqttPort] = [await freePort(), await freePort(), await freePort()];
  const stop: (() => Promise<void>)[] = [];
  try {
    const [database, questdb] = await Promise.all([
      startPostgres({ home, secret, log }),
      startQuestDb({ home, secret, httpPort, pgPort, log, environment: { ...process.env, QUESTDB_JAR: await cachedQuestDbJar() } }),
    ]);
    stop.push(
      () => database.stop(),
      () => questdb.stop(),
    );
    const url = await ensureDatabase(database.url);
    await migrate({ url, secret, log });
    await migrateQuestDb({ pgUrl: questdb.pgUrl, log });
    const fleet = await createFleet(databaseUrl(database.url, 'dcmms'), secret, size);
    const bridge = await startNodePart({
      name: 'bridge',
      entry: 'subgraphs/telemetry/bridge/main.ts',
      root,
      heapMb: 384,
      logFolder: join(home, 'log'),
      environment: {
        NODE_ENV: 'production',
        DCMMS_HOME: home,
        DCMMS_SECRET: secret,
        DATABASE_URL: roleUrl(url, 'dcmms_bridge', secret),
        QUESTDB_HTTP_URL: questdb.httpUrl,
        QUESTDB_PG_URL: questdb.pgReadUrl,
        MQTT_PORT: String(mqttPort),
      },
    });
    stop.unshift(() => bridge.stop());

    const warm: PublisherTask = {
      url: `mqtt://127.0.0.1:${mqttPort}`,
      sites: fleet,
      pointsPerMessage: points,
      roundMs,
      rounds: Math.max(1, Math.round(10_000 / roundMs)),
      startMs: Date.now() - 3_600_000,
    };
    // Ten seconds for the compilers of both virtual machines; not counted.
    const warmed = await publish(warm);
    await stored(questdb.pgUrl, warm.startMs, warm.startMs + warm.rounds * roundMs + 1_000, warmed.acknowledged);

    const task: PublisherTask = { ...warm, rounds, startMs: Date.now() };
    const meter = new CpuMeter({ bridge: bridge.pid, questdb: questdb.pid, postgres: database.pid });
    const result = await publish(task);
    const cores = meter.read();
    const found = await stored(questdb.pgUrl, task.startMs, task.startMs + rounds * roundMs + 1_000, result.acknowledged);
    const total = Object.values(cores).reduce((sum, value) => sum + value, 0);
    console.log(
      JSON.stringify({
        bench: 'ingest',
        rate,
        seconds,
        format: values.format,
        series: seriesCount,
        pointsPerMessage: points,
        offered: result.offered,
        acknowledged: result.acknowledged,
        stored: found.distinct,
        lost: result.acknowledged - found.distinct,
        duplicates: found.rows - found.distinct,
        valuesDiffer: Math.abs(found.sum - result.sum) > 1e-3 * Math.max(1, result.acknowledged),
        pubackMs: result.pubackMs,
        publisherBehindMs: result.behindMs,
        cores: { ...cores, total: Number(total.toFixed(3)) },
        machine: machine(),
      }),
    );
  } finally {
    for (const end of stop) await end();
    await rm(home, { recursive: true, force: true });
  }
}

async function publish(task: PublisherTask): Promise<PublisherResult> {
  const child = fork(join(import.meta.dirname, 'ingest-publisher.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(task);
  const [result] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the publisher ended with ${String(code)}`))),
  ])) as [PublisherResult];
  return result;
}

/** Waits until the store holds what was acknowledged (or has stopped growing for 15 s), then counts. */
async function stored(
  url: string,
  fromMs: number,
  toMs: number,
  expected: number,
): Promise<{ rows: number; distinct: number; sum: number }> {
  const sql = postgres(url, { fetch_types: false, max: 1, onnotice: () => undefined });
  const range = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  try {
    let last = -1;
    let since = Date.now();
    for (;;) {
      const [counted] = await sql.unsafe<{ rows: string; sum: number | null }[]>(
        `select count() as rows, sum(value) as sum from telemetry_data where timestamp >= '${range[0]}' and timestamp < '${range[1]}'`,
      );
      const rows = Number(counted?.rows ?? 0);
      if (rows !== last) {
        last = rows;
        since = Date.now();
      }
      if (rows >= expected || Date.now() - since > 15_000) {
        const [distinct] = await sql.unsafe<{ n: string }[]>(
          `select count() as n from (select timestamp, site_id, asset_id, tag, count() as c from telemetry_data where timestamp >= '${range[0]}' and timestamp < '${range[1]}' group by timestamp, site_id, asset_id, tag)`,
        );
        return { rows, distinct: Number(distinct?.n ?? 0), sum: counted?.sum ?? 0 };
      }
      await sleep(200);
    }
  } finally {
    await sql.end();
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
