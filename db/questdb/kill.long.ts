import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silent } from '../embedded/log.ts';
import { identify, waitUntilGone } from '../embedded/processes.ts';
import { freePort } from '../testing/free-port.ts';
import { cachedQuestDbJar } from '../testing/questdb-jar.ts';
import { connectQuestDb } from './connection.ts';
import { migrateQuestDb } from './migrate.ts';
import { QuestDbReader } from './read.ts';
import { removeQuestDb, startQuestDb, type EmbeddedQuestDb, type QuestDbOptions } from './server.ts';

let options: QuestDbOptions;
let server: EmbeddedQuestDb | undefined;

beforeAll(async () => {
  options = {
    home: await mkdtemp(join(tmpdir(), 'dcmms-qdb-')),
    secret: 'a secret for tests',
    httpPort: await freePort(),
    pgPort: await freePort(),
    log: silent,
    environment: { ...process.env, QUESTDB_JAR: await cachedQuestDbJar(), QUESTDB_HEAP_MB: '192' },
  };
});

afterAll(async () => {
  await server?.stop();
  await removeQuestDb(options.home);
  await rm(options.home, { recursive: true, force: true });
});

test('six rounds of kill -9 while batches are written: what was acknowledged is stored once, with its value', async () => {
  const siteId = randomUUID();
  const batchRows = 2_000;
  const firstMs = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
  let written = 0;
  for (let round = 0; round < 6; round++) {
    const running = (server = await startQuestDb(options));
    if (round === 0) await migrateQuestDb({ pgUrl: running.pgUrl, log: silent });
    const gone = new Promise((resolve) => running.onExit(resolve));
    const deadline = performance.now() + 1_500 + Math.random() * 1_500;
    let killed = false;
    while (!killed) {
      if (performance.now() > deadline) {
        killed = true;
        setTimeout(() => process.kill(running.pid, 'SIGKILL'), Math.random() * 20);
      }
      // A batch that was not acknowledged is sent again in the next round.
      if (await send(running.user, running.password, batch(written))) written++;
    }
    await gone;
  }
  server = await startQuestDb(options);
  const sql = connectQuestDb({ url: server.pgUrl, max: 1, name: 'test' });
  const count = async (): Promise<{ n: number; instants: number; total: number }> => {
    const [row] = await sql<
      { n: string; instants: string; total: number }[]
    >`SELECT count() n, count_distinct(timestamp) instants, sum(value) total FROM telemetry_data WHERE site_id = ${siteId}`;
    return { n: Number(row?.n), instants: Number(row?.instants), total: row?.total ?? 0 };
  };
  // The batch under way at the last kill may be there or not.
  while ((await count()).n < written * batchRows) await new Promise((resolve) => setTimeout(resolve, 50));
  const rows = await count();
  expect([written * batchRows, (written + 1) * batchRows]).toContain(rows.n);
  expect(rows.instants).toBe(rows.n);
  expect(rows.total).toBe((rows.n * (rows.n - 1)) / 2);
  await sql.end();
  await server.stop();

  function batch(number: number): string {
    return Array.from({ length: batchRows }, (_, index) => {
      const value = number * batchRows + index;
      return `telemetry_data,site_id=${siteId},asset_id=${siteId},tag=T,quality=GOOD value=${value} ${firstMs + value}\n`;
    }).join('');
  }
});

test(
  'reads that are under way when it dies are refused, and reads serve again afterwards, however often',
  { timeout: 300_000 },
  async () => {
    const series = { siteId: randomUUID(), assetId: randomUUID(), tag: 'T' };
    server = await startQuestDb(options);
    await migrateQuestDb({ pgUrl: server.pgUrl, log: silent });
    const reader = new QuestDbReader({ url: server.pgReadUrl });
    const read = (): Promise<string> =>
      reader
        .forSites([series.siteId])
        .latest([series], new Date())
        .then(() => 'served', String);
    for (let round = 0; round < 25; round++) {
      while ((await read()) !== 'served') await new Promise((resolve) => setTimeout(resolve, 20));
      const running = server;
      const gone = new Promise((resolve) => running.onExit(resolve));
      const flying = Array.from({ length: 8 }, read);
      if (round % 3 > 0) await new Promise((resolve) => setTimeout(resolve, round % 7));
      process.kill(running.pid, 'SIGKILL');
      await gone;
      for (const found of await Promise.all(flying))
        expect(['served', 'QuestDbUnavailable: The telemetry store is away.']).toContain(found);
      server = await startQuestDb(options);
    }
    await reader.close();
    await server.stop();
  },
);

test('a server that is left behind and hangs is replaced', async () => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'supervisor.fixture.ts'), options.home, String(options.httpPort), String(options.pgPort)],
    {
      env: options.environment,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let pid = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    pid = Number(/"pid":(\d+)/.exec(line)?.[1]);
    break;
  }
  const left = identify(pid);
  child.kill('SIGKILL');
  process.kill(pid, 'SIGSTOP');
  server = await startQuestDb(options);
  expect(server).toMatchObject({ attached: false });
  expect(left && (await waitUntilGone(left, 0))).toBe(true);
  await server.stop();
});

async function send(user: string, password: string, body: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${options.httpPort}/write?precision=ms`, {
      method: 'POST',
      body,
      headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
    });
    return answer.status === 204;
  } catch {
    return false;
  }
}
