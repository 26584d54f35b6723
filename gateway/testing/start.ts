import { createClient, type Client, type ClientOptions } from 'graphql-ws';
import { Registry } from 'prom-client';
import { WebSocket } from 'ws';
import { createLog } from '@dcmms/runtime/log.ts';
import { serveSubgraph, type SubgraphService } from '@dcmms/runtime/serve-subgraph.ts';
import { viewerTokenKey } from '@dcmms/runtime/viewer-token.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import { createGateway, type Gateway, type GatewaySettings } from '../create.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { SignedPeople } from './people.ts';
import { createPlant, type Plant } from './plant.ts';

/** A gateway over the tiny plant, with real HTTP and real sockets. */
export interface Started {
  readonly gateway: Gateway;
  readonly plant: Plant;
  readonly people: SignedPeople;
  /** The subgraphs' own servers, under `services`. */
  readonly services: Map<string, SubgraphService>;
  readonly ask: (viewer: Viewer, query: string, options?: AskOptions) => Promise<Asked>;
  readonly client: (viewer: Viewer, options?: Partial<ClientOptions>) => Client;
  /** A figure of `/metrics`. */
  readonly metric: (name: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly headers?: Record<string, string>;
  readonly path?: string;
  readonly signal?: AbortSignal;
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: (string | number)[]; extensions: { code: string; traceId: string } }[];
    extensions?: unknown;
  };
}

export async function startGateway(
  mode: 'in-process' | 'services' = 'in-process',
  settings: Partial<Omit<GatewaySettings, 'subgraphs' | 'serviceUrls'>> = {},
): Promise<Started> {
  const plant = createPlant();
  const people = new SignedPeople();
  const log = createLog('gateway', process.env['TEST_LOG'] ?? 'silent');
  const services = new Map<string, SubgraphService>();
  const viewerKey = viewerTokenKey('the secret of a test');
  if (mode === 'services') {
    for (const subgraph of plant.subgraphs) {
      services.set(
        subgraph.name,
        await serveSubgraph({ subgraph, viewerKey, host: '127.0.0.1', port: await freePort(), log, registry: new Registry() }),
      );
    }
  }
  const where =
    mode === 'services'
      ? { serviceUrls: Object.fromEntries([...services].map(([name, { url }]) => [name, url])), viewerKey }
      : { subgraphs: plant.subgraphs };
  const gateway = await createGateway({
    identity: people,
    supergraphSdl: plant.supergraphSdl,
    port: await freePort(),
    log,
    ...settings,
    ...where,
  });
  return {
    gateway,
    plant,
    people,
    services,
    async ask(viewer, query, options = {}) {
      const response = await fetch(`${gateway.url}${options.path ?? '/graphql'}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: await people.bearer(viewer), ...options.headers },
        body: JSON.stringify({ query, variables: options.variables, operationName: options.operationName }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Asked['body'] };
    },
    client(viewer, options = {}) {
      return createClient({
        url: gateway.graphqlWs,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: async () => ({ authorization: await people.bearer(viewer) }),
        ...options,
      });
    },
    async metric(name) {
      const text = await (await fetch(`${gateway.url}/metrics`)).text();
      return Number(new RegExp(`^${name}\\{?[^ ]* ([\\d.]+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    },
    async stop() {
      await gateway.close();
      for (const service of services.values()) await service.close();
      if (mode === 'services') for (const subgraph of plant.subgraphs) await subgraph.close();
    },
  };
}

/** What one subscription of a client got, in order. */
export interface Listening {
  readonly results: {
    data?: Record<string, unknown> | null;
    errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[];
  }[];
  /** How it ended: `undefined` while it goes on. */
  readonly end: { how: 'complete' } | { how: 'error'; error: unknown } | undefined;
  stop(): void;
}

export function listen(client: Client, query: string, variables: Record<string, unknown> = {}): Listening {
  const listening: { results: Listening['results']; end: Listening['end']; stop: () => void } = {
    results: [],
    end: undefined,
    stop: () => {},
  };
  listening.stop = client.subscribe(
    { query, variables },
    {
      next: (result) => listening.results.push(result as Listening['results'][number]),
      error: (error) => (listening.end = { how: 'error', error }),
      complete: () => (listening.end ??= { how: 'complete' }),
    },
  );
  return listening;
}

/** Waits for a state, never for a time. */
export async function until(state: () => boolean | Promise<boolean>, what: string, timeoutMs = 8_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await state())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
