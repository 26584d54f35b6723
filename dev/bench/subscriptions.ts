import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { demoPassword } from '@dcmms/db/seed/people.ts';
import { signIn } from '../idp/sign-in.ts';
import type { ReadyFile } from '../launcher/ready-file.ts';
import { installationSecret } from '../launcher/secrets.ts';
import { backgroundTask } from './background.ts';
import { Episodes, episodeMs, eventsPerEpisode } from './episodes.ts';
import { machine, median, spread } from './figures.ts';
import type { PublisherResult, PublisherTask } from './ingest-publisher.ts';
import { CpuMeter } from './processes.ts';
import type { ClientsResult, ClientsTask } from './subscriptions-clients.ts';
import { withInstallation } from './with-installation.ts';
import { Worker } from './worker.ts';

/** The event's own fields come from telemetry, the asset and its site from core. */
const query = 'subscription { alertChanged { cursor alert { id status severity lastOccurrenceAt asset { code name site { name } } } } }';

const workerCount = 2;
/** Until the bridge knows the tags of the gateways in the background and its compiler is warm. */
const settleMs = 8_000;

type Clients = Worker<ClientsTask, ClientsResult>;

/**
 * Two figures of live alerts with plain graphql-ws clients of one person, each on a socket of its own, on the whole installation:
 * how many deliveries a second a burst of events comes to, and how long an alert takes from the PUBLISH of the reading that raises
 * it to a client while other gateways send. All events are real: readings over MQTT, rules, rows, outbox.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    strict: true,
    options: {
      subscribers: { type: 'string', default: '200' },
      events: { type: 'string', default: '4800' },
      bursts: { type: 'string', default: '3' },
      rate: { type: 'string', default: '5000' },
      seconds: { type: 'string', default: '60' },
      services: { type: 'boolean', default: false },
    },
  });
  const [subscribers, events, bursts, rate, seconds] = [values.subscribers, values.events, values.bursts, values.rate, values.seconds].map(
    Number,
  );
  if (!subscribers || !events || !bursts || rate === undefined || Number.isNaN(rate) || !seconds)
    throw new Error('--subscribers, --events, --bursts and --seconds are numbers above 0, --rate is a number.');

  const figures = await withInstallation(['--no-plant', '--no-web', ...(values.services ? ['--services'] : [])], async (installation) => {
    const ready = await installation.start();
    const workers: Clients[] = Array.from({ length: workerCount }, () => new Worker('subscriptions-clients.ts'));
    const episodes = await Episodes.connect(ready, await demoInverters(ready.database));
    try {
      await subscribe(workers, ready, subscribers);
      const burst = await measureBursts({ workers, episodes, ready, subscribers, events, bursts });
      const latency = await measureLatency({
        workers,
        episodes,
        ready,
        subscribers,
        seconds,
        rate,
        secret: installationSecret(installation.home),
      });
      return { burst, latency };
    } finally {
      for (const worker of workers) worker.end();
      await episodes.close();
    }
  });
  console.log(JSON.stringify({ bench: 'subscriptions', subscribers, services: values.services, query, ...figures, machine: machine() }));
}

/** The demo's inverters by site, those that have the tag which the rule watches. */
async function demoInverters(databaseUrl: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const found = await client.query<{ site: string; codes: string[] }>(
      `select s.site_id as site, array_agg(a.asset_id order by a.asset_id) as codes
       from assets a join sites s on s.id = a.site_id join sensor_mappings m on m.asset_id = a.id and m.tag = a.asset_id || '.HeatsinkTemperature'
       where a.type = 'inverter' and s.site_id in ('CESTAS', 'MOSS') group by 1 order by 1`,
    );
    return Object.fromEntries(found.rows.map(({ site, codes }) => [site, codes]));
  } finally {
    await client.end();
  }
}

/** Opens the clients, slower than a person may ask, and waits until all are members of their hub. */
async function subscribe(workers: readonly Clients[], ready: ReadyFile, subscribers: number): Promise<void> {
  const token = await signIn({ issuer: `${ready.idp}/t/helios`, email: 'operator@helios.test', password: demoPassword });
  const share = Math.ceil(subscribers / workers.length);
  for (const [index, worker] of workers.entries()) {
    const clients = Math.min(share, subscribers - index * share);
    await worker.run({ kind: 'open', url: ready.graphqlWs, token, query, clients });
    await waitForMembers(ready, index * share + clients);
    await sleep(1_000);
  }
}

async function waitForMembers(ready: ReadyFile, members: number): Promise<void> {
  const late = Date.now() + 20_000;
  for (;;) {
    const text = await (await fetch(new URL('/metrics', ready.graphql))).text();
    const found = Number(/^dcmms_live_members\{?[^ ]* (\d+)$/m.exec(text)?.[1]);
    if (found === members) return;
    if (Date.now() > late) throw new Error(`${found} of ${members} subscriptions were open after 20 s.`);
    await sleep(100);
  }
}

interface BurstSettings {
  readonly workers: readonly Clients[];
  readonly episodes: Episodes;
  readonly ready: ReadyFile;
  readonly subscribers: number;
  readonly events: number;
  readonly bursts: number;
}

/**
 * Whole episodes of all inverters of a site, in the event time of the hours before now; the first burst is for the compilers. An
 * open transaction of ours holds the events back until all of them are raised and lets them go at once, so that the time is that of
 * the delivery and not that of the raising.
 */
async function measureBursts({ workers, episodes, ready, subscribers, events, bursts }: BurstSettings) {
  const perInverter = Math.max(1, Math.round(events / eventsPerEpisode / episodes.burstInverters));
  const count = perInverter * eventsPerEpisode * episodes.burstInverters;
  // The seed left alerts open, whose first episode would have one event only.
  await episodes.coolAll(Date.now() - (bursts + 2) * perInverter * episodeMs - 120_000);
  await sleep(3_000);
  const rounds = [];
  const holder = new pg.Client({ connectionString: ready.database });
  await holder.connect();
  try {
    for (let round = 0; round <= bursts; round += 1) {
      const fromMs = Date.now() - (bursts + 1 - round) * perInverter * episodeMs - 60_000;
      await all(workers, { kind: 'arm', record: false });
      const done = all(workers, { kind: 'until', events: count, timeoutMs: 180_000 });
      const raisedPerSecond = await raiseHeldBack(holder, count, () => episodes.burst(fromMs, perInverter));
      const meter = new CpuMeter(partsOf(ready));
      await holder.query('commit');
      await holder.query('notify outbox');
      const results = await done;
      const cores = meter.read();
      assertWhole(results, count);
      const firstMs = Math.min(...results.map((result) => result.firstMs));
      const lastMs = Math.max(...results.map((result) => result.lastMs));
      const perSecond = Math.round((count * subscribers) / ((lastMs - firstMs) / 1_000));
      rounds.push({ perSecond, raisedPerSecond, gatewayMicrosecondsEach: microsecondsEach(cores['gateway'], perSecond), cores });
    }
  } finally {
    await holder.end();
  }
  const measured = rounds.slice(1);
  return {
    events: count,
    deliveries: count * subscribers,
    deliveriesPerSecond: median(measured.map((round) => round.perSecond)),
    rounds: measured,
  };
}

function microsecondsEach(cores = 0, perSecond: number): number {
  return Number(((cores * 1e6) / perSecond).toFixed(2));
}

/** Begins a transaction, and in its shadow raises events; resolves when all are there. */
async function raiseHeldBack(holder: pg.Client, events: number, raise: () => Promise<void>): Promise<number> {
  const raised = async () => {
    const { rows } = await holder.query<{ n: string }>(`select count(*) as n from outbox where topic = 'alert'`);
    return Number(rows[0]?.n);
  };
  await holder.query('begin');
  await holder.query('select pg_current_xact_id()');
  const before = await raised();
  const startedMs = monotonicMs();
  await raise();
  while ((await raised()) < before + events) {
    if (monotonicMs() - startedMs > 120_000)
      throw new Error(`Only ${(await raised()) - before} of ${events} events were raised within two minutes.`);
    await sleep(100);
  }
  return Math.round(events / ((monotonicMs() - startedMs) / 1_000));
}

interface LatencySettings {
  readonly workers: readonly Clients[];
  readonly episodes: Episodes;
  readonly ready: ReadyFile;
  readonly subscribers: number;
  readonly seconds: number;
  readonly rate: number;
  readonly secret: string;
}

/** From just before the PUBLISH of the reading that completes the rule's condition to the alert in each client's hands. */
async function measureLatency({ workers, episodes, ready, subscribers, seconds, rate, secret }: LatencySettings) {
  // Each inverter in its turn, and again when its last episode is over.
  const probeEveryMs = episodeMs / episodes.inverters.length;
  const probes = Math.floor((seconds * 1_000) / probeEveryMs);
  const background = new Worker<PublisherTask, PublisherResult>('ingest-publisher.ts');
  try {
    const load = rate > 0 ? background.run(await backgroundTask(ready, secret, rate, seconds + settleMs / 1_000 + 2)) : undefined;
    load?.catch(() => undefined);
    await sleep(settleMs);
    await all(workers, { kind: 'arm', record: true });
    const meter = new CpuMeter(partsOf(ready));
    const sentMs = await probe(episodes, probes, probeEveryMs);
    const results = await all(workers, { kind: 'until', events: probes * eventsPerEpisode, timeoutMs: 20_000 });
    const cores = meter.read();
    assertWhole(results, probes * eventsPerEpisode);
    const latencies = results.flatMap((result) => result.raised.map(([key, atMs]) => atMs - (sentMs.get(key) ?? Number.NaN)));
    if (latencies.length !== probes * subscribers || latencies.some(Number.isNaN))
      throw new Error(`${latencies.length} alerts came to the clients, not the ${probes * subscribers} that were raised.`);
    const sent = await load;
    return {
      probes,
      readingsPerSecond: rate,
      readingsAcknowledged: sent?.acknowledged ?? 0,
      publisherBehindMs: sent?.behindMs ?? 0,
      alertMs: spread(latencies),
      cores,
    };
  } finally {
    background.end();
  }
}

/** Raises one alert after the other; when each reading was published, by asset and time. */
async function probe(episodes: Episodes, probes: number, everyMs: number): Promise<Map<string, number>> {
  const sentMs = new Map<string, number>();
  const begun = monotonicMs();
  let last: { index: number; atMs: number } | undefined;
  for (let index = 0; index < probes; index += 1) {
    // Half a step ahead: the reading itself is alone in its message, and the bridge is done with what came before.
    await until(begun + index * everyMs);
    if (last) await episodes.cool(last.index, last.atMs);
    await episodes.heat(index, Date.now());
    await until(begun + (index + 0.5) * everyMs);
    const atMs = Date.now();
    sentMs.set(`${episodes.codeOf(index)} ${new Date(atMs).toISOString()}`, monotonicMs());
    await episodes.raise(index, atMs);
    last = { index, atMs };
  }
  if (last) await episodes.cool(last.index, last.atMs);
  return sentMs;
}

function partsOf({ pids }: ReadyFile): Record<string, number> {
  return Object.fromEntries(Object.entries(pids).filter(([part]) => part !== 'launcher'));
}

function all(workers: readonly Clients[], task: ClientsTask): Promise<ClientsResult[]> {
  return Promise.all(workers.map((worker) => worker.run(task)));
}

/** Every client got every event once and in the same order, or there is no figure. */
function assertWhole(results: readonly ClientsResult[], events: number): void {
  const faults = results.flatMap((result) => result.errors);
  if (faults.length > 0) throw new Error(`${faults.length} streams failed, the first with: ${faults[0]}`);
  const wrong = results.flatMap((result) => result.events).filter((count) => count !== events);
  if (wrong.length > 0)
    throw new Error(`${wrong.length} clients got another number of events than ${events}: ${wrong.slice(0, 5).join(', ')}`);
  const outOfOrder = results.reduce((sum, result) => sum + result.outOfOrder, 0);
  if (outOfOrder > 0) throw new Error(`${outOfOrder} deliveries were out of order.`);
}

async function until(atMs: number): Promise<void> {
  await sleep(Math.max(0, atMs - monotonicMs()));
}

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

await main();
