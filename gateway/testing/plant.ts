import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '@dcmms/runtime/database/database.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { Operation } from '@dcmms/runtime/operation.ts';
import { forbidden, graphqlError } from '@dcmms/runtime/refusal.ts';
import { buildSubgraph, type ResolverMap } from '@dcmms/runtime/schema.ts';
import type { Check, RequestScope, Subgraph, SubgraphContext, SubgraphName } from '@dcmms/runtime/subgraph.ts';
import { composeSupergraph, linked } from './compose.ts';
import { Feed } from './feed.ts';

export interface AlertEvent {
  readonly id: string;
  readonly value: number;
  readonly assetId: string;
  readonly siteId: string;
}

export interface FrameEvent {
  readonly tagIds: readonly string[];
  readonly values: readonly number[];
}

const coreSdl = `${linked}
  type Query {
    asset(id: ID!): Asset
    assets(first: Int = 10): AssetConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes"], assumedSize: 25, requireOneSlicingArgument: false)
    secret: String @auth(permissions: ["read:secrets"])
    slow(ms: Int!): String
    broken: Int
    gone: String
    at(time: DateTime!): String
    diagnostics: String @tag(name: "internal")
    whoAmI: String
  }
  type Mutation {
    rename(id: ID!, name: String!): Asset @auth(permissions: ["update:assets"])
    stall(ms: Int!): String
  }
  scalar DateTime
  type AssetConnection { nodes: [Asset!]! }
  type Asset @key(fields: "id") { id: ID! name: String site: Site cost: Int @auth(permissions: ["read:costs"]) parts: [Part!] @listSize(assumedSize: 3) }
  type Part { name: String assets: [Asset!] }
  type Site { id: ID! name: String assets: [Asset!]! }
`;

const telemetrySdl = `${linked}
  type Query { alert(id: ID!): Alert }
  type Subscription {
    alertChanged(siteId: ID, after: String): AlertChange! @auth(permissions: ["read:alerts"])
    telemetryFrames(tagIds: [ID!]!, maxHz: Int): TelemetryFrame! @auth(permissions: ["read:telemetry"])
  }
  type AlertChange { cursor: String! alert: Alert! }
  type Alert { id: ID! value: Float asset: Asset mine: String @tag(name: "personal") explodes: Int }
  type TelemetryFrame { tagIds: [ID!]! values: [Float]! }
  type Reading { value: Float }
  type Asset @key(fields: "id") { id: ID! latest: Reading }
`;

/** A graph of two subgraphs that is small enough to be read, with a feed of events in the hand of the test. */
export interface Plant {
  readonly subgraphs: readonly Subgraph[];
  readonly supergraphSdl: string;
  /** The same without what is tagged `internal`. */
  readonly partnerSdl: string;
  readonly alerts: Feed<AlertEvent>;
  readonly frames: Feed<FrameEvent>;
  /** What resolvers were asked, in order: `core.asset a1`. */
  readonly asked: string[];
  /** Contexts that each subgraph made. */
  readonly contexts: Record<string, number>;
  /** Scopes with which the slow fields were called. */
  readonly scopes: RequestScope[];
  /** A subgraph that answers nothing any more. */
  readonly down: Set<string>;
  /** How long the entities of core take, in milliseconds, by asset id. */
  readonly delays: Map<string, number>;
}

export function createPlant(): Plant {
  const alerts = new Feed<AlertEvent>();
  const frames = new Feed<FrameEvent>();
  const asked: string[] = [];
  const contexts: Record<string, number> = { core: 0, telemetry: 0 };
  const scopes: RequestScope[] = [];
  const down = new Set<string>();
  const delays = new Map<string, number>();
  const names = new Map<string, string>();
  const asset = (id: string) => ({
    id,
    name: names.get(id) ?? `asset ${id}`,
    site: { id: 's1', name: 'Cestas', assets: () => [{ id: 'a1' }, { id: 'a2' }] },
    cost: 100,
    parts: [],
  });
  const up = (name: string) => {
    if (down.has(name)) throw graphqlError('UNAVAILABLE', `${name} does not answer.`);
  };
  interface TestContext extends SubgraphContext {
    readonly scope: RequestScope;
  }

  const core: ResolverMap = {
    Query: {
      asset: (_: unknown, { id }: { id: string }) => {
        asked.push(`core.asset ${id}`);
        return asset(id);
      },
      assets: (_: unknown, { first }: { first: number }) => ({
        nodes: Array.from({ length: first }, (_each, index) => asset(`a${index + 1}`)),
      }),
      secret: () => 'the secret',
      slow: async (_: unknown, { ms }: { ms: number }, { scope }: TestContext) => {
        scopes.push(scope);
        await sleep(ms, undefined, { signal: scope.signal });
        return 'done';
      },
      broken: () => {
        throw new TypeError('secret internals at 10.0.0.7');
      },
      gone: () => {
        throw graphqlError('UNAVAILABLE', 'The database cannot be reached just now.');
      },
      at: () => 'an instant',
      diagnostics: () => 'for ourselves',
      whoAmI: (_: unknown, __: unknown, { op }: TestContext) => op.viewer.email,
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string }, { scope }: TestContext) => {
        asked.push(`core.rename ${id} ${scope.idempotencyKey ?? ''}`);
        names.set(id, name);
        return asset(id);
      },
      stall: async (_: unknown, { ms }: { ms: number }) => {
        asked.push('core.stall');
        await sleep(ms);
        return 'done';
      },
    },
    Asset: {
      __resolveReference: async ({ id }: { id: string }) => {
        up('core');
        asked.push(`core.Asset ${id}`);
        await sleep(delays.get(id) ?? 0);
        return id === 'unknown' ? null : asset(id);
      },
    },
  };
  const telemetry: ResolverMap = {
    Query: { alert: (_: unknown, { id }: { id: string }) => ({ id, value: 1, asset: { id: 'a1' } }) },
    Alert: {
      asset: ({ assetId }: AlertEvent) => ({ id: assetId }),
      mine: (_: unknown, __: unknown, { op }: TestContext) => op.viewer.email,
      explodes: ({ value }: AlertEvent) => {
        if (value < 0) throw new Error('secret internals');
        return value;
      },
    },
    Asset: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      latest: ({ id }: { id: string }) => {
        up('telemetry');
        asked.push(`telemetry.latest ${id}`);
        return { value: Number(id.slice(1)) };
      },
    },
    Subscription: {
      alertChanged: {
        subscribe: (_: unknown, { siteId, after }: { siteId?: string; after?: string }) => {
          if (siteId === 'foreign') throw forbidden('read:alerts');
          return alerts.follow(after);
        },
        resolve: ({ cursor, event }: { cursor: string; event: AlertEvent }) => ({ cursor, alert: event }),
      },
      telemetryFrames: {
        subscribe: () => frames.follow(undefined),
        resolve: ({ event }: { event: FrameEvent }) => event,
      },
    },
  };

  const log = createLog('plant', 'silent');
  const make = (name: SubgraphName, sdl: string, resolvers: ResolverMap): Subgraph => {
    // Lazy: these resolvers never ask it for a row.
    const database = new Database({ url: 'postgres://127.0.0.1:9/none', name: 'plant', log });
    return {
      name,
      schema: buildSubgraph(sdl, resolvers),
      context: (viewer, scope): TestContext => {
        contexts[name] = (contexts[name] ?? 0) + 1;
        return { op: new Operation({ actor: viewer, database, log, ...scope }), scope };
      },
      ready: async (): Promise<readonly Check[]> => [{ part: name, ok: !down.has(name) }],
      close: () => database.close(),
    };
  };
  return {
    subgraphs: [make('core', coreSdl, core), make('telemetry', telemetrySdl, telemetry)],
    supergraphSdl: composeSupergraph({ core: coreSdl, telemetry: telemetrySdl }),
    partnerSdl: composeSupergraph({ core: coreSdl.replace('@tag(name: "internal")', '@inaccessible'), telemetry: telemetrySdl }),
    alerts,
    frames,
    asked,
    contexts,
    scopes,
    down,
    delays,
  };
}
