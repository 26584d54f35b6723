import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoPassword } from '@dcmms/db/seed/people.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { signIn } from '../idp/sign-in.ts';
import { partEnvironment } from '../launcher/environment.ts';
import { startNodePart } from '../launcher/node-part.ts';
import type { Running } from '../launcher/part.ts';
import type { ReadyFile } from '../launcher/ready-file.ts';
import { installationSecret } from '../launcher/secrets.ts';
import { machine, median } from './figures.ts';
import type { LoadResult, LoadTask } from './gateway-load.ts';
import { cpuSeconds, family } from './processes.ts';
import { withInstallation } from './with-installation.ts';
import { Worker } from './worker.ts';

const root = join(import.meta.dirname, '..', '..');
const connections = 32;
const subgraphNames = ['core', 'inventory', 'telemetry', 'predictions'] as const;

/** Asked of all three servers; both cross from core to telemetry, whose rows come from PostgreSQL like core's. */
const queries = {
  small: '{ asset(code: "INV-08") { id code name alerts(first: 1) { nodes { id severity status } } } }',
  two: '{ assets(first: 20, where: { type: { eq: INVERTER } }) { nodes { id code name criticality site { name } alerts(first: 3) { nodes { id severity status triggeredAt } } } } }',
} as const;

type QueryName = keyof typeof queries;

/** One of the servers that are compared. */
interface Variant {
  readonly name: 'mono' | 'inProcess' | 'services';
  readonly url: string;
  readonly pid: number;
  /** Processes that work for it beside it. */
  readonly subgraphPids: readonly number[];
}

interface Round {
  readonly serverMs: number;
  readonly subgraphsMs: number;
  readonly postgresMs: number;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * CPU of the gateway per request against one Apollo Server with the same resolvers, in the same run on the same installation: the
 * demo fleet in PostgreSQL, tokens of the identity provider, rounds of the three servers interleaved.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    strict: true,
    options: { rounds: { type: 'string', default: '5' }, requests: { type: 'string', default: '2000' }, 'cpu-prof': { type: 'string' } },
  });
  const [rounds, requests] = [Number(values.rounds), Number(values.requests)];
  if (!(rounds >= 1 && rounds <= 50 && requests >= 100 && requests <= 100_000))
    throw new Error('--rounds is a number from 1 to 50, --requests one from 100 to 100000.');

  const figures = await withInstallation(['--services', '--no-plant', '--no-web'], async (installation) => {
    const ready = await installation.start();
    const token = await signIn({ issuer: `${ready.idp}/t/helios`, email: 'manager@helios.test', password: demoPassword });
    const load = new Worker<LoadTask, LoadResult>('gateway-load.ts');
    const parts: Running[] = [];
    try {
      const variants = await startVariants(ready, installation.home, parts, values['cpu-prof']);
      const settings = { load, token, rounds, requests, postgresPid: ready.pids['postgres'] ?? 0 };
      return { small: await compare('small', variants, settings), two: await compare('two', variants, settings) };
    } finally {
      load.end();
      await Promise.all(parts.map((part) => part.stop()));
    }
  });
  console.log(JSON.stringify({ bench: 'gateway', rounds, requestsPerRound: requests, connections, queries: figures, machine: machine() }));
}

/**
 * The three servers beside the installation's own gateway, whose limit of requests per person would be in the way. All know the
 * same database and identity provider.
 *
 * @param profileFolder Where each server leaves a CPU profile at its end, if anywhere.
 */
async function startVariants(ready: ReadyFile, home: string, parts: Running[], profileFolder: string | undefined): Promise<Variant[]> {
  const common = {
    ...partEnvironment({
      databaseUrl: ready.database,
      databaseDirectUrl: ready.database,
      questdb: { httpUrl: ready.questdbHttp, pgUrl: ready.questdbPg, pgReadUrl: ready.questdbPg },
      secret: installationSecret(home),
      home,
      liveMqttUrl: ready.mqtt,
    }),
    GATEWAY_REQUESTS_PER_SECOND: '1000000',
  };
  const serviceUrls = subgraphNames.map((name) => [`SUBGRAPH_${name.toUpperCase()}_URL`, graphqlOf(ready, name)] as const);
  const start = async (
    name: Variant['name'],
    entry: string,
    own: Record<string, string>,
    subgraphPids: readonly number[],
  ): Promise<Variant> => {
    const port = await freePort();
    const part = await startNodePart({
      name,
      entry,
      root,
      environment: {
        ...common,
        ...own,
        GATEWAY_PORT: String(port),
        ...(profileFolder === undefined
          ? {}
          : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder} --cpu-prof-name=${name}.cpuprofile` }),
      },
      logFolder: join(home, 'log'),
      heapMb: 768,
    });
    parts.push(part);
    return { name, url: `http://127.0.0.1:${port}/graphql`, pid: part.pid, subgraphPids };
  };
  return [
    await start('mono', 'dev/bench/mono.ts', {}, []),
    await start('inProcess', 'gateway/main.ts', {}, []),
    await start(
      'services',
      'gateway/main.ts',
      { SUBGRAPHS: 'services', ...Object.fromEntries(serviceUrls) },
      subgraphNames.flatMap((name) => ready.pids[name] ?? []),
    ),
  ];
}

function graphqlOf(ready: ReadyFile, part: string): string {
  const health = ready.health[part];
  if (health === undefined) throw new Error(`${part} has told no address`);
  return new URL('/graphql', health).href;
}

interface Comparison {
  readonly load: Worker<LoadTask, LoadResult>;
  readonly token: string;
  readonly rounds: number;
  readonly requests: number;
  readonly postgresPid: number;
}

async function compare(name: QueryName, variants: readonly Variant[], settings: Comparison) {
  const task = { token: settings.token, query: queries[name], connections };
  // For the compilers, and to see that all three say the same.
  let expected: unknown;
  for (const { url, name: variant } of variants) {
    const { answer } = await settings.load.run({ ...task, url, requests: settings.requests });
    const data: unknown = JSON.parse(answer);
    expected ??= data;
    assert.deepEqual(data, expected, `${variant} answers ${name} otherwise than ${variants[0]?.name}`);
  }
  const measured = new Map<Variant, Round[]>(variants.map((variant) => [variant, []]));
  for (let round = 0; round < settings.rounds; round += 1) {
    for (const variant of variants) measured.get(variant)?.push(await measure(variant, task, settings));
  }
  const figures = Object.fromEntries([...measured].map(([variant, list]) => [variant.name, summary(list)]));
  const mono = figures['mono']?.serverMs ?? Number.NaN;
  const ratio = (ms: number | undefined) => Number(((ms ?? Number.NaN) / mono).toFixed(2));
  return {
    query: queries[name],
    ...figures,
    ratios: {
      inProcess: ratio(figures['inProcess']?.serverMs),
      servicesGateway: ratio(figures['services']?.serverMs),
      servicesWithSubgraphs: ratio((figures['services']?.serverMs ?? Number.NaN) + (figures['services']?.subgraphsMs ?? Number.NaN)),
    },
  };
}

async function measure(
  variant: Variant,
  task: Omit<LoadTask, 'url' | 'requests'>,
  { load, requests, postgresPid }: Comparison,
): Promise<Round> {
  const used = () => ({
    server: cpuSeconds(variant.pid),
    subgraphs: sum(variant.subgraphPids.map(cpuSeconds)),
    postgres: sum(family(postgresPid).map(cpuSeconds)),
  });
  const before = used();
  const { seconds, answerMs } = await load.run({ ...task, url: variant.url, requests });
  const after = used();
  const perRequestMs = (part: keyof typeof before) => ((after[part] - before[part]) * 1_000) / requests;
  return {
    serverMs: perRequestMs('server'),
    subgraphsMs: perRequestMs('subgraphs'),
    postgresMs: perRequestMs('postgres'),
    requestsPerSecond: requests / seconds,
    p50: answerMs.p50,
    p99: answerMs.p99,
  };
}

function summary(rounds: readonly Round[]): Round {
  const of = (part: keyof Round, digits: number) => Number(median(rounds.map((round) => round[part])).toFixed(digits));
  return {
    serverMs: of('serverMs', 3),
    subgraphsMs: of('subgraphsMs', 3),
    postgresMs: of('postgresMs', 3),
    requestsPerSecond: of('requestsPerSecond', 0),
    p50: of('p50', 1),
    p99: of('p99', 1),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

await main();
