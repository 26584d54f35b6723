import type { ApolloServer } from '@apollo/server';
import { createMetrics } from '@dcmms/runtime/serve.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import type { Check, Subgraph } from '@dcmms/runtime/subgraph.ts';
import { localService } from './data-source/local.ts';
import { remoteService } from './data-source/remote.ts';
import type { Service } from './data-source/service.ts';
import type { TrustedDocuments } from './documents/trusted.ts';
import { operationLimits, type OperationLimits } from './guards/limits.ts';
import { createApollo } from './http/apollo.ts';
import { requestMetrics } from './http/metrics.ts';
import { RateLimit } from './http/rate-limit.ts';
import { createHttp, type HttpLimits } from './http/server.ts';
import type { Identity } from './identity/identity.ts';
import type { GatewayContext } from './request.ts';
import { ConsolePages } from './sessions/console-pages.ts';
import { SessionGate } from './sessions/gate.ts';
import type { Sessions } from './sessions/sessions.ts';
import { SignIn } from './sessions/sign-in.ts';
import { checkPlanner, readGeneration, type Generation } from './subscriptions/generation.ts';
import type { LiveLimits } from './subscriptions/hub.ts';
import { Hubs } from './subscriptions/hubs.ts';
import { liveMetrics } from './subscriptions/metrics.ts';
import { serveSockets, type SocketLimits } from './subscriptions/server.ts';
import { createGraphGateway, type Graph } from './supergraph/gateway.ts';
import type { SupergraphSource } from './supergraph/watch.ts';

/** Every bound of the gateway, in one place; the unit is in the name. */
export interface GatewayLimits {
  readonly operation: OperationLimits;
  readonly http: HttpLimits;
  readonly live: LiveLimits;
  readonly sockets: SocketLimits;
}

export const gatewayLimits: GatewayLimits = {
  operation: operationLimits,
  http: { bodyBytesMax: 256 * 1024, requestTimeoutMs: 10_000, requestsPerSecond: 500, signInsPerMinute: 100, requestsAtOnceMax: 1_000 },
  live: { lingerMs: 1_500, recentMax: 128, inFlightMax: 16, eventTimeoutMs: 10_000, retryForMs: 30_000 },
  sockets: {
    subscriptionsMax: 50,
    messageBytesMax: 64 * 1024,
    socketsPerTenantMax: 2_000,
    socketsMax: 10_000,
    waitingMax: 1_000,
    keepAliveMs: 12_000,
    authorityAgeMsMax: 14_000,
  },
};

/** Where the subgraphs are: objects in this process, or addresses and the key with which the gateway proves who asks. */
export type Subgraphs =
  { readonly subgraphs: readonly Subgraph[] } | { readonly serviceUrls: Readonly<Record<string, string>>; readonly viewerKey: Uint8Array };

export type GatewaySettings = Subgraphs & {
  readonly identity: Identity;
  readonly supergraphSdl: SupergraphSource;
  /** What partners see of it; without it there is no `/partner/graphql`. */
  readonly partnerSdl?: SupergraphSource | undefined;
  /** Bounds that differ from `gatewayLimits`. */
  readonly limits?: { readonly [Part in keyof GatewayLimits]?: Partial<GatewayLimits[Part]> } | undefined;
  /** Origins of the console: its pages may open sockets, as may the gateway's own, and act with a session's cookie. */
  readonly origins?: readonly string[] | undefined;
  /** Proxies beside this machine's own that tell truly who sent a request, and how: addresses and CIDR ranges. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** The console's sessions; they need at least one of `origins`. */
  readonly sessions?: Sessions | undefined;
  /** What the console may ask. */
  readonly documents?: TrustedDocuments | undefined;
  readonly host?: string | undefined;
  /** 0 takes a free port. */
  readonly port: number;
  readonly log: Log;
};

export interface Gateway {
  readonly port: number;
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  readonly graphql: string;
  readonly graphqlWs: string;
  readonly partnerGraphql: string;
  /** Refuses what is new, ends the streams, lets what is under way finish. */
  close(): Promise<void>;
}

/** Starts a gateway: HTTP, graphql-ws and health routes on one port. */
export async function createGateway(settings: GatewaySettings): Promise<Gateway> {
  const { identity, log } = settings;
  const limits = withLimits(settings.limits);
  const services = servicesOf(settings);
  const registry = createMetrics('gateway');
  const live = liveMetrics(registry);
  const hubs = new Hubs({
    sources: new Map([...services].map(([name, service]) => [name, service.events])),
    services: Object.fromEntries([...services].map(([name, service]) => [name, service.fetches])),
    limits: limits.live,
    metrics: live,
    log,
  });

  let current: { graph: Graph; generation: Generation } | undefined;
  const whole = createGraphGateway(settings.supergraphSdl, services, log, (graph) => {
    const generation = readGeneration(graph.supergraphSdl);
    checkPlanner(generation);
    const isReload = current !== undefined;
    current = { graph, generation };
    if (isReload) hubs.reload(generation);
  });
  const endpoints = new Map<string, ApolloServer<GatewayContext>>([['/graphql', createApollo(whole, limits.operation, log)]]);
  if (settings.partnerSdl !== undefined) {
    endpoints.set('/partner/graphql', createApollo(createGraphGateway(settings.partnerSdl, services, log), limits.operation, log));
  }
  for (const apollo of endpoints.values()) await apollo.start();
  if (!current) throw new Error('The planner no longer plans subscriptions as this gateway needs it; see the log.');

  const rateLimit = new RateLimit(limits.http.requestsPerSecond);
  const pages = settings.sessions && new ConsolePages(settings.origins ?? [], settings.trustedProxies);
  const gate = settings.sessions && pages && new SessionGate(settings.sessions, pages);
  for (const metric of settings.sessions?.metrics.all ?? []) registry.registerMetric(metric);
  const { server, drain } = createHttp({
    endpoints,
    identity,
    sessions: gate && { gate, signIn: new SignIn({ sessions: gate.sessions, log }) },
    documents: settings.documents,
    limits: limits.http,
    rateLimit,
    registry,
    metrics: requestMetrics(registry),
    checks: async (): Promise<readonly Check[]> =>
      (await Promise.all([identity.ready(), ...[...services.values()].map((service) => service.ready())])).flat(),
    log,
  });
  const sockets = serveSockets({
    http: server.server,
    path: '/graphql',
    origins: settings.origins ?? [],
    identity,
    gate,
    documents: settings.documents,
    current: () => current,
    hubs,
    rateLimit,
    limits: limits.sockets,
    operationLimits: limits.operation,
    metrics: live,
    log,
  });
  const host = settings.host ?? '127.0.0.1';
  await server.listen({ host, port: settings.port });
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;

  return {
    port,
    url: `http://${authority}`,
    graphql: `http://${authority}/graphql`,
    graphqlWs: `ws://${authority}/graphql`,
    partnerGraphql: `http://${authority}/partner/graphql`,
    close: async () => {
      drain();
      hubs.close();
      await sockets.close();
      await server.close();
      for (const apollo of endpoints.values()) await apollo.stop();
      for (const service of services.values()) await service.close();
      await settings.sessions?.close();
      await identity.close();
    },
  };
}

function servicesOf(settings: Subgraphs): Map<string, Service> {
  if ('subgraphs' in settings) return new Map(settings.subgraphs.map((subgraph) => [subgraph.name, localService(subgraph)]));
  const { serviceUrls, viewerKey } = settings;
  return new Map(Object.entries(serviceUrls).map(([name, url]) => [name, remoteService({ name, url, viewerKey })]));
}

function withLimits(given: GatewaySettings['limits']): GatewayLimits {
  return {
    operation: { ...gatewayLimits.operation, ...given?.operation },
    http: { ...gatewayLimits.http, ...given?.http },
    live: { ...gatewayLimits.live, ...given?.live },
    sockets: { ...gatewayLimits.sockets, ...given?.sockets },
  };
}
