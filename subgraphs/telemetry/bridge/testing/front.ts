import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@dcmms/runtime/database/database.ts';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { decodeLetters, LetterBook, type Letter } from '../dead-letters/letter.ts';
import { Intake } from '../front/intake.ts';
import { MqttListener, type ListenerSettings } from '../front/listener.ts';
import { GatewayDirectory } from '../gateways/directory.ts';
import { Sightings } from '../gateways/seen.ts';
import { Journal } from '../journal/journal.ts';
import { READINGS } from '../journal/record.ts';
import { livePassword } from '../live/credential.ts';
import { LiveFeed } from '../live/feed.ts';
import { Mappings } from '../mappings/mappings.ts';
import { BatchView } from '../readings/batch.ts';
import { silent, type TestSite, type TestStore } from './site.ts';

export const testSecret = 'the secret of the front';

/** A listener with a journal behind it and nothing that empties the journal. */
export interface TestFront extends AsyncDisposable {
  readonly port: number;
  readonly journal: Journal;
  readonly live: LiveFeed;
  readonly sightings: Sightings;
  /** Connects, as the site's gateway unless told otherwise; ended with the front. */
  connect(site: TestSite, options?: IClientOptions): Promise<MqttClient>;
  /** Everything that has become durable so far. */
  read(): Promise<{ readings: [tag: string, timeMs: number, value: number | null, quality: number][]; letters: Letter[] }>;
}

export async function startTestFront(
  store: TestStore,
  settings: Partial<ListenerSettings> & { journalBytesMax?: number; mappingsDatabase?: Database } = {},
): Promise<TestFront> {
  const folder = await mkdtemp(join(tmpdir(), 'front-'));
  const journal = await Journal.open({
    folder,
    consumers: ['reader'],
    bytesMax: settings.journalBytesMax ?? 64 * 1024 * 1024,
    log: silent,
  });
  const mappings = new Mappings({
    database: settings.mappingsDatabase ?? store.database,
    keptIn: join(folder, 'mappings.json'),
    log: silent,
  });
  const directory = new GatewayDirectory({ database: store.database, keptIn: join(folder, 'gateways.json'), log: silent, entryMsMax: 0 });
  const sightings = new Sightings(store.database, silent);
  const live = new LiveFeed(20);
  await mappings.start();
  const intake = new Intake({ journal, mappings, book: new LetterBook(), sightings, live, log: silent });
  const listener = new MqttListener({
    host: '127.0.0.1',
    port: 0,
    intake,
    directory,
    sightings,
    live,
    livePassword: livePassword(testSecret),
    log: silent,
    ...settings,
  });
  const { port } = await listener.start();
  const clients: MqttClient[] = [];
  return {
    port,
    journal,
    live,
    sightings,
    async connect(site, options = {}) {
      const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
        username: site.username,
        password: site.password,
        protocolVersion: 4,
        reconnectPeriod: 0,
        ...options,
      });
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    async read() {
      const readings: [string, number, number | null, number][] = [];
      const letters = new Map<string, Letter>();
      const consumer = journal.consumer('reader');
      consumer.rewind();
      for (let records = await consumer.read(1e7); records.length > 0; records = await consumer.read(1e7)) {
        for (const { kind, payload } of records) {
          if (kind === READINGS) {
            const view = new BatchView(payload);
            for (let row = 0; row < view.rows; row += 1)
              readings.push([view.seriesKey(view.series(row)).tag, view.timeMs(row), view.value(row), view.quality(row)]);
          } else for (const letter of decodeLetters(payload)) letters.set(letter.id, { ...letters.get(letter.id), ...letter });
        }
      }
      return { readings, letters: [...letters.values()] };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.endAsync(true)));
      await listener.close();
      live.close();
      await mappings.close();
      await directory.close();
      await journal.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
