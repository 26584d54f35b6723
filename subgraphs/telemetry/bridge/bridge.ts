import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { QuestDbWatch } from '@dcmms/db/questdb/watch.ts';
import { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { RuleEvaluator } from './alerts/evaluator.ts';
import { LetterBook } from './dead-letters/letter.ts';
import { LetterRecorder } from './dead-letters/recorder.ts';
import { telemetryTopic } from './front/accept.ts';
import { Intake } from './front/intake.ts';
import { MqttListener } from './front/listener.ts';
import { BrokerSubscriber } from './front/subscriber.ts';
import { GatewayDirectory } from './gateways/directory.ts';
import { Sightings } from './gateways/seen.ts';
import { Journal } from './journal/journal.ts';
import { livePassword } from './live/credential.ts';
import { LiveFeed } from './live/feed.ts';
import { Mappings } from './mappings/mappings.ts';
import { loadNewest } from './questdb/newest.ts';
import { LineTransport, parseAddress } from './questdb/transport.ts';
import { QuestDbWriter } from './questdb/writer.ts';
import type { BridgeSettings } from './settings.ts';

/** A part of what `/ready` tells. */
export interface BridgeCheck {
  readonly part: string;
  readonly ok: boolean;
  readonly detail?: string | undefined;
}

/** The way in for readings, running. */
export interface Bridge {
  readonly mqttPort: number;
  readonly parts: {
    readonly journal: Journal;
    readonly mappings: Mappings;
    readonly intake: Intake;
    readonly listener: MqttListener;
    readonly writer: QuestDbWriter;
    readonly evaluator: RuleEvaluator;
    readonly live: LiveFeed;
  };
  checks(): Promise<BridgeCheck[]>;
  close(): Promise<void>;
}

/**
 * Puts the parts together: front → journal → QuestDB writer, rules, dead letters. Starts although a database is away: what it needs
 * of PostgreSQL to accept readings it knows from the last time, and what it accepts waits in the journal.
 *
 * @throws When the journal's folder cannot be written or another process writes to it, or the MQTT port is taken.
 */
export async function startBridge(settings: BridgeSettings, log: Log): Promise<Bridge> {
  const folder = join(settings.home, 'journal');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const bytesMax = settings.journalBytesMax ?? (await shareOfDisk(folder));
  const journal = await Journal.open({ folder, consumers: ['questdb', 'rules', 'letters'], bytesMax, log });
  const database = new Database({ url: settings.databaseUrl, name: 'dcmms bridge', connectionsMax: 6, log });
  const questDb = parseAddress(settings.questDbHttpUrl);
  const watch = settings.questDbPgUrl === undefined ? undefined : new QuestDbWatch({ pgUrl: settings.questDbPgUrl, log });
  const mappings = new Mappings({ database, keptIn: join(folder, 'mappings.json'), log });
  const directory = new GatewayDirectory({ database, keptIn: join(folder, 'gateways.json'), log });
  const sightings = new Sightings(database, log);
  const live = new LiveFeed();
  const book = new LetterBook();
  const intake = new Intake({ journal, mappings, book, sightings, live, log });
  const sink = await LineTransport.open(questDb);
  const topicOf = (siteId: string) => {
    const site = mappings.site(siteId);
    return site ? telemetryTopic(site) : '';
  };
  const writer = new QuestDbWriter({ consumer: journal.consumer('questdb'), journal, sink, book, topicOf, log });
  const evaluator = new RuleEvaluator({
    consumer: journal.consumer('rules'),
    journal,
    mappings,
    database,
    keptIn: join(folder, 'newest.json'),
    newestElsewhere: () => loadNewest(questDb),
    log,
  });
  const recorder = new LetterRecorder({ consumer: journal.consumer('letters'), database, log });
  const { mqttHost: host, mqttPort: port, secret, mqttUrl } = settings;
  const listener = new MqttListener({ host, port, intake, directory, sightings, live, livePassword: livePassword(secret), log });
  const subscriber = mqttUrl === undefined ? undefined : new BrokerSubscriber({ url: mqttUrl, intake, mappings, log });

  const close = async () => {
    await Promise.all([listener.close(), subscriber?.close()]);
    live.close();
    await Promise.all([
      writer.close(),
      evaluator.close(),
      recorder.close(),
      sightings.close(),
      mappings.close(),
      directory.close(),
      watch?.close(),
    ]);
    await journal.close();
    await Promise.race([database.close(), new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
  };

  try {
    await directory.start();
    await mappings.start();
    writer.start();
    evaluator.start();
    recorder.start();
    sightings.start();
    const { port: mqttPort } = await listener.start();
    // The broker's messages name their tenant and site: they stay with it until it can be told which there are.
    void mappings.heard.then(() => mappings.closed || subscriber?.start());
    return { mqttPort, parts: { journal, mappings, intake, listener, writer, evaluator, live }, checks, close };
  } catch (error) {
    await close();
    throw error;
  }

  async function checks(): Promise<BridgeCheck[]> {
    const state = watch?.state();
    const told = [...(state?.suspended ?? []), ...(state?.invalid ?? [])].map(({ name, reason }) => `${name}: ${reason}`);
    return [
      { part: 'mqtt', ok: listener.listening, detail: listener.listening ? undefined : 'not listening' },
      verdict('journal', journal.trouble),
      await within('postgres', () => database.ping()),
      verdict('mappings', mappings.trouble),
      verdict('rules', evaluator.trouble),
      verdict('dead letters', recorder.trouble),
      await within('questdb', async () => {
        if (!(await sink.ping())) throw new Error('QuestDB does not answer');
      }),
      verdict('questdb writer', writer.trouble),
      ...(state ? [verdict('questdb tables', state.fault ?? (told.length > 0 ? told.join('; ') : undefined))] : []),
      ...(subscriber ? [verdict('mqtt broker', subscriber.trouble)] : []),
    ];
  }
}

function verdict(part: string, trouble: string | undefined): BridgeCheck {
  return trouble === undefined ? { part, ok: true } : { part, ok: false, detail: trouble };
}

async function within(part: string, probe: () => Promise<void>): Promise<BridgeCheck> {
  const late = AbortSignal.timeout(2_000);
  try {
    await Promise.race([
      probe(),
      new Promise((_resolve, reject) => late.addEventListener('abort', () => reject(new Error('no answer within 2 s')))),
    ]);
    return { part, ok: true };
  } catch (error) {
    return { part, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** A quarter of what is free, at least 256 MiB and at most 8 GiB: half an hour of 72,000 readings a second. */
async function shareOfDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.min(Math.max((bavail * bsize) / 4, 256 * 1024 * 1024), 8 * 1024 * 1024 * 1024);
}
