import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeLetters, LetterBook } from '../dead-letters/letter.ts';
import { Sightings } from '../gateways/seen.ts';
import { Journal } from '../journal/journal.ts';
import { READINGS } from '../journal/record.ts';
import { LiveFeed } from '../live/feed.ts';
import { Mappings } from '../mappings/mappings.ts';
import { BatchView } from '../readings/batch.ts';
import { createTestSite, createTestStore, silent, type TestSite, type TestStore } from '../testing/site.ts';
import { Intake } from './intake.ts';
import { BrokerSubscriber } from './subscriber.ts';

let store: TestStore;
let site: TestSite;
let folder: string;
let journal: Journal;
let mappings: Mappings;
let broker: Aedes;
let server: Server;
let url: string;
let publisher: MqttClient;
let subscriber: BrokerSubscriber;

beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store[Symbol.asyncDispose]());
beforeEach(async () => {
  site = await createTestSite(store.admin);
  folder = await mkdtemp(join(tmpdir(), 'subscriber-'));
  mappings = new Mappings({ database: store.database, keptIn: join(folder, 'mappings.json'), log: silent });
  await mappings.start();
  // Somebody else's broker: it keeps what a persistent session has not acknowledged.
  broker = await Aedes.createBroker();
  server = createServer((socket) => void broker.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  url = typeof address === 'object' && address ? `mqtt://127.0.0.1:${address.port}` : '';
  publisher = await mqtt.connectAsync(url, { reconnectPeriod: 0 });
});
afterEach(async () => {
  await subscriber.close();
  await publisher.endAsync(true);
  await new Promise<void>((resolve) => broker.close(resolve));
  await new Promise((resolve) => server.close(resolve));
  await journal.close();
  await mappings.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(bytesMax = 64 * 1024 * 1024): Promise<void> {
  journal = await Journal.open({ folder, consumers: ['reader'], bytesMax, log: silent });
  const intake = new Intake({
    journal,
    mappings,
    book: new LetterBook(),
    sightings: new Sightings(store.database, silent),
    live: new LiveFeed(),
    log: silent,
  });
  subscriber = new BrokerSubscriber({ url, intake, mappings, log: silent, protocolVersion: 4 });
  subscriber.start();
  await expect.poll(() => subscriber.trouble).toBeUndefined();
}

const now = Date.now();
const send = (value: number, topic = site.topic) =>
  publisher.publishAsync(topic, JSON.stringify({ points: [{ asset: site.power.asset, tag: site.power.tag, t: now + value, v: value }] }), {
    qos: 1,
  });

async function taken(): Promise<unknown[]> {
  const consumer = journal.consumer('reader');
  consumer.rewind();
  const found: unknown[] = [];
  for (let records = await consumer.read(1e7); records.length > 0; records = await consumer.read(1e7)) {
    for (const { kind, payload } of records) {
      if (kind !== READINGS) {
        found.push(...decodeLetters(payload).map(({ reason }) => reason));
        continue;
      }
      const view = new BatchView(payload);
      for (let row = 0; row < view.rows; row += 1) found.push(view.value(row));
    }
  }
  return found;
}

test('takes what comes over the broker, in order, and calls what names no site of the tenant by its reason', async () => {
  await start();
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const value of [1, 2, 3]) await send(value);
  await send(4, `dcmms/v1/${site.tenantCode}/NOWHERE/telemetry`);
  await send(5, 'dcmms/v1/nobody/NOWHERE/telemetry');
  await send(6);
  await expect.poll(taken).toEqual([1, 2, 3, 'unknown_site', 6]);
});

test('many messages are acknowledged at once, not one sync after the other', async () => {
  await start();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const started = performance.now();
  await Promise.all(Array.from({ length: 1_000 }, (_, index) => send(index)));
  await expect.poll(async () => (await taken()).length, { timeout: 20_000 }).toBe(1_000);
  // One at a time each would cost a sync and a gap: more than 5 s.
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('what was not durable when it ended is delivered again', async () => {
  await start(20_000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (let value = 0; value < 300; value += 1) await send(value);
  await expect.poll(() => journal.trouble).toMatch(/holds its/);
  await subscriber.close();
  await journal.close();
  await start();
  await expect.poll(async () => new Set(await taken()).size, { timeout: 20_000 }).toBe(300);
});
