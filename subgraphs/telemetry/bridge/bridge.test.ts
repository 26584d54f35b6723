import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectQuestDb, type QuestDbSql } from '@dcmms/db/questdb/connection.ts';
import { migrateQuestDb } from '@dcmms/db/questdb/migrate.ts';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { withCutOff, type CutOffDatabase } from './testing/cut-off.ts';
import { createTestSite, createTestStore, silent, type TestSite, type TestStore } from './testing/site.ts';

const questdb = inject('questdb');

/** The process as its launcher starts it, on real databases. */
interface RunningBridge {
  readonly child: ChildProcess;
  readonly mqttPort: number;
  readonly healthUrl: string;
}

const readyShape = z.object({ status: z.string(), checks: z.array(z.object({ part: z.string(), ok: z.boolean() })) });

let store: TestStore;
let way: CutOffDatabase;
let sql: QuestDbSql;
let site: TestSite;
let home: string;
const started: RunningBridge[] = [];
const clients: MqttClient[] = [];

describe.skipIf(questdb === null)('the bridge as a process', { timeout: 90_000 }, () => {
  beforeAll(async () => {
    if (questdb === null) return;
    store = await createTestStore();
    way = await withCutOff(store.url);
    await migrateQuestDb({ pgUrl: questdb.pgUrl, log: silent });
    sql = connectQuestDb({ url: questdb.pgReadUrl, max: 1, name: 'bridge test' });
  });
  afterAll(async () => {
    await sql?.end();
    await way?.[Symbol.asyncDispose]();
    await store?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    site = await createTestSite(store.admin);
    home = await mkdtemp(join(tmpdir(), 'bridge-'));
  });
  afterEach(async () => {
    way.mend();
    await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
    await Promise.all(started.splice(0).map((bridge) => end(bridge, 'SIGKILL')));
    await rm(home, { recursive: true, force: true });
  });

  async function start(environment: NodeJS.ProcessEnv = {}): Promise<RunningBridge> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'silent',
        DATABASE_URL: way.url,
        QUESTDB_HTTP_URL: questdb?.httpUrl,
        QUESTDB_PG_URL: questdb?.pgUrl,
        DCMMS_HOME: home,
        DCMMS_SECRET: 'a secret',
        MQTT_PORT: '0',
        ...environment,
      },
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const message = await Promise.race([
      once(child, 'message').then(([first]: unknown[]) => first),
      once(child, 'close').then(() => Promise.reject(new Error(said))),
    ]);
    if (typeof message !== 'object' || message === null || !('mqttPort' in message) || !('healthUrl' in message))
      throw new Error('not ready');
    const bridge = { child, mqttPort: Number(message.mqttPort), healthUrl: String(message.healthUrl) };
    started.push(bridge);
    return bridge;
  }

  async function end({ child }: RunningBridge, signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    return child.exitCode;
  }

  async function connect({ mqttPort }: RunningBridge): Promise<MqttClient> {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
      username: site.username,
      password: site.password,
      reconnectPeriod: 0,
    });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  }

  const t = Math.floor(Date.now() / 1000) * 1000 - 60_000;
  const send = (client: MqttClient, ...points: readonly (readonly [second: number, value: number])[]) =>
    client.publishAsync(
      site.topic,
      JSON.stringify({ points: points.map(([second, v]) => ({ asset: site.heat.asset, tag: site.heat.tag, t: t + second * 1000, v })) }),
      { qos: 1 },
    );
  const stored = async () =>
    (await sql<{ value: number }[]>`select value from telemetry_data where tag = ${site.heat.tag} order by timestamp`).map(
      ({ value }) => value,
    );
  const alerts = async () =>
    (await store.admin.query<{ status: string }>('select status from alerts where tenant_id = $1 order by id', [site.tenantId])).rows.map(
      ({ status }) => status,
    );
  const ready = async ({ healthUrl }: RunningBridge): Promise<{ status: string; failing: string[] }> => {
    const { status, checks } = readyShape.parse(await (await fetch(`${healthUrl}/ready`)).json());
    return { status, failing: checks.filter(({ ok }) => !ok).map(({ part }) => part) };
  };

  test('a reading sent over MQTT is stored and becomes an alert; the process is ready and tells its figures', async () => {
    const bridge = await start();
    const client = await connect(bridge);
    await send(client, [0, 90], [1, 91], [2, 92]);
    await expect.poll(alerts, { timeout: 20_000 }).toEqual(['active']);
    await expect.poll(stored, { timeout: 20_000 }).toEqual([90, 91, 92]);
    await expect.poll(() => ready(bridge), { timeout: 20_000 }).toEqual({ status: 'ready', failing: [] });
    const metrics = await (await fetch(`${bridge.healthUrl}/metrics`)).text();
    expect(metrics).toMatch(/^bridge_readings_total\{part="bridge"\} 3$/m);
    expect(metrics).toMatch(/^bridge_alerts_raised_total\{part="bridge"\} 1$/m);
    expect((await fetch(`${bridge.healthUrl}/health`)).status).toBe(200);
  });

  test('what was acknowledged survives kill -9, is stored once and evaluated once', async () => {
    const first = await start();
    const client = await connect(first);
    await send(client, [0, 90]);
    await send(client, [1, 91]);
    await end(first, 'SIGKILL');
    const second = await start();
    await send(await connect(second), [2, 92]);
    await expect.poll(alerts, { timeout: 20_000 }).toEqual(['active']);
    await expect.poll(stored, { timeout: 20_000 }).toEqual([90, 91, 92]);
  });

  test('starts without its databases and accepts, from gateways and with tags that it knows; everything arrives when they are back', async () => {
    const before = await start();
    await send(await connect(before), [0, 90]);
    await end(before, 'SIGTERM');
    way.cut();
    const away = await start({ QUESTDB_HTTP_URL: 'http://127.0.0.1:1', QUESTDB_PG_URL: 'postgres://x:x@127.0.0.1:1/qdb' });
    await send(await connect(away), [1, 91], [2, 92]);
    const { status, failing } = await ready(away);
    expect(status).toBe('not ready');
    expect(failing).toEqual(expect.arrayContaining(['postgres', 'questdb']));
    expect(failing).not.toContain('mqtt');
    expect(failing).not.toContain('journal');
    way.mend();
    // PostgreSQL alone is back: the alert does not wait for QuestDB.
    await expect.poll(alerts, { timeout: 20_000 }).toEqual(['active']);
    await end(away, 'SIGTERM');
    await start();
    await expect.poll(stored, { timeout: 20_000 }).toEqual([90, 91, 92]);
    expect(await alerts()).toEqual(['active']);
  });

  test('ends in order at SIGTERM and when its launcher is gone', async () => {
    expect(await end(await start(), 'SIGTERM')).toBe(0);
    const bridge = await start();
    // Not 'close', which a parent that has disconnected never sees.
    const exited = once(bridge.child, 'exit');
    bridge.child.disconnect();
    await exited;
    expect(bridge.child.exitCode).toBe(0);
  });

  test('says all at once what is wrong with its settings, and which port is taken', async () => {
    await expect(start({ QUESTDB_HTTP_URL: '', MQTT_PORT: 'x', DCMMS_SECRET: '' })).rejects.toThrow(
      /QUESTDB_HTTP_URL[^]*MQTT_PORT[^]*DCMMS_SECRET/,
    );
    const { mqttPort } = await start();
    await expect(start({ MQTT_PORT: String(mqttPort), DCMMS_HOME: join(home, 'other') })).rejects.toThrow(/port for MQTT is taken/);
  });
});
