import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { Sessions } from '@dcmms/gateway/sessions/sessions.ts';
import { createPlant } from '@dcmms/gateway/testing/plant.ts';
import { startGateway } from '@dcmms/gateway/testing/start.ts';
import { Database } from '@dcmms/runtime/database/database.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { buildSubgraph } from '@dcmms/runtime/schema.ts';
import { serveSubgraph } from '@dcmms/runtime/serve-subgraph.ts';
import { createMetrics, serveHealth } from '@dcmms/runtime/serve.ts';
import { entryPointsOf } from '@dcmms/runtime/testing/entry-points.ts';
import { viewerTokenKey } from '@dcmms/runtime/viewer-token.ts';
import { subgraphNames, subgraphSdl, type SubgraphName } from '@dcmms/schema/read.ts';

const root = join(import.meta.dirname, '..', '..');

/** The root fields, mutations and subscriptions that a client of the composed graph may ask: `query alerts`. */
export function graphEntryPoints(): string[] {
  return entryPointsOf(buildSchema(readFileSync(join(root, 'schema', 'api.graphql'), 'utf8')));
}

/** Root fields and resolvable entities per subgraph, from its SDL. */
export function subgraphEntryPoints(): Map<SubgraphName, string[]> {
  return new Map(subgraphNames.map((name): [SubgraphName, string[]] => [name, entryPointsOf(executable(name))]));
}

function executable(name: SubgraphName): GraphQLSchema {
  return buildSubgraph(subgraphSdl(name), {}, []);
}

/** The functions of the bridge that make a topic: each is a topic that its listener knows. */
export function topics(): string[] {
  const folder = join(root, 'subgraphs', 'telemetry', 'bridge');
  return globSync('**/*.ts', { cwd: folder })
    .filter((file) => !/\.test\.ts$|^testing\//.test(file))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/^export (?:function|const) (\w+Topic)\b/gm)])
    .map((match) => `topic ${match[1]}`)
    .toSorted();
}

/**
 * The routes of the gateway, of a subgraph's service and of the processes that serve nothing but their health, told by the HTTP
 * servers themselves while they start: `route gateway POST /graphql`. `WS /graphql` stands for upgrades to WebSocket.
 */
export async function routes(): Promise<string[]> {
  const plant = createPlant();
  const gateway = await routesOf('gateway', async () => {
    const { stop } = await startGateway('in-process', {
      partnerSdl: plant.partnerSdl,
      origins: ['http://localhost:3000'],
      sessions: sessionsOfNobody(),
    });
    return stop;
  });
  const subgraph = await routesOf('subgraph', async () => {
    const [first] = plant.subgraphs;
    if (!first) throw new Error('a plant without subgraphs');
    const settings = { subgraph: first, viewerKey: viewerTokenKey('the secret of a test'), log: createLog('test', 'silent') };
    const service = await serveSubgraph({ ...settings, host: '127.0.0.1', port: await freePort(), registry: createMetrics('test') });
    return () => service.close();
  });
  const bridge = await routesOf('bridge', async () => {
    const settings = { part: 'bridge', registry: createMetrics('bridge'), checks: async () => [] };
    const server = await serveHealth({ ...settings, host: '127.0.0.1', port: await freePort() });
    return () => server.close();
  });
  return [...gateway, ...subgraph, ...bridge];
}

/** Sessions that are never asked: their routes are what counts here. */
function sessionsOfNobody(): Sessions {
  const log = createLog('test', 'silent');
  return new Sessions({
    database: new Database({ url: 'postgres://127.0.0.1:9/none', name: 'test', log }),
    outboxUrl: undefined,
    people: { find: async () => ({ refused: 'Nobody is here.' }) },
    secret: 'the secret of a test',
    log,
  });
}

/** What Fastify tells of itself on its diagnostics channel when a server is made. */
interface HttpServer {
  addHook(name: 'onRoute', hook: (route: { readonly method: string | string[]; readonly url: string }) => void): void;
  readonly server: { listenerCount(event: 'upgrade'): number };
}

async function routesOf(part: string, start: () => Promise<() => Promise<void>>): Promise<string[]> {
  const found = new Set<string>();
  const servers: HttpServer[] = [];
  const made = (message: unknown) => {
    if (!isMade(message)) throw new Error('Fastify tells of a server in another way than it used to');
    servers.push(message.fastify);
    message.fastify.addHook('onRoute', ({ method, url }) => {
      // HEAD comes with every GET and shows less.
      for (const each of [method].flat()) if (each !== 'HEAD') found.add(`route ${part} ${each} ${url}`);
    });
  };
  subscribe('fastify.initialization', made);
  try {
    const stop = await start();
    if (servers.some(({ server }) => server.listenerCount('upgrade') > 0)) found.add(`route ${part} WS /graphql`);
    await stop();
  } finally {
    unsubscribe('fastify.initialization', made);
  }
  return [...found];
}

function isMade(message: unknown): message is { fastify: HttpServer } {
  return typeof message === 'object' && message !== null && 'fastify' in message && typeof message.fastify === 'object';
}
