import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { fastify } from 'fastify';
import { GraphQLError, type ExecutionResult, type FormattedExecutionResult, type GraphQLFormattedError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { Registry } from 'prom-client';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { answer, follow, parsed, type Fetch } from './answer.ts';
import { errorCode, rootCause } from './error-code.ts';
import type { Log } from './log.ts';
import { graphqlError } from './refusal.ts';
import { addHealthRoutes } from './serve.ts';
import type { RequestScope, Subgraph } from './subgraph.ts';
import { createViewerReader, viewerHeader } from './viewer-token.ts';
import type { Viewer } from './viewer.ts';

export interface SubgraphServiceSettings {
  readonly subgraph: Subgraph;
  /** `viewerTokenKey(secret)`: only who holds it may ask. */
  readonly viewerKey: Uint8Array;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly log: Log;
  readonly registry: Registry;
}

export interface SubgraphService {
  /** `http://127.0.0.1:4301/graphql`; the same address with `ws:` serves subscriptions. */
  readonly url: string;
  close(): Promise<void>;
}

/** The headers between gateway and subgraph beside the viewer; lower case as Node gives them. */
export const fetchHeaders = {
  idempotencyKey: 'idempotency-key',
  requestId: 'x-request-id',
  traceparent: 'traceparent',
  /** How long the gateway will still wait, in milliseconds. */
  timeoutMs: 'dcmms-timeout-ms',
} as const;

/** The longest a fetch may take when nobody says how long they wait. */
const fetchTimeoutMsMax = 10_000;

const fetchBody = z.object({
  query: z.string().min(1),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Serves one subgraph to the gateway over HTTP (queries and mutations) and graphql-ws (subscriptions), with health routes beside.
 * Whoever asks must carry a viewer token for this subgraph; nothing is validated beyond that, for only the planner asks.
 */
export async function serveSubgraph(settings: SubgraphServiceSettings): Promise<SubgraphService> {
  const { subgraph, log } = settings;
  const readViewer = createViewerReader(settings.viewerKey, subgraph.name);
  const verified = async (token: string): Promise<Viewer | undefined> => {
    try {
      return await readViewer(token);
    } catch (error) {
      log.warn({ err: error }, 'a viewer token was refused');
      return undefined;
    }
  };
  // Representations of a large page are a large body; the gateway has already bounded what a client may ask.
  const server = fastify({ logger: false, bodyLimit: 8 * 1024 * 1024, keepAliveTimeout: 75_000 });
  addHealthRoutes(server, { part: subgraph.name, registry: settings.registry, checks: () => subgraph.ready() });

  server.post('/graphql', async (request, reply) => {
    const token = request.headers[viewerHeader];
    const viewer = typeof token === 'string' ? await verified(token) : undefined;
    if (!viewer)
      return reply.code(401).send({ errors: [shown(graphqlError('UNAUTHENTICATED', 'A valid viewer token is needed.'), '', log)] });
    const body = fetchBody.safeParse(request.body);
    if (!body.success)
      return reply.code(400).send({ errors: [shown(graphqlError('BAD_USER_INPUT', 'The body is no GraphQL request.'), '', log)] });

    const abort = new AbortController();
    const gone = () => abort.abort(graphqlError('UNAVAILABLE', 'The caller is gone.'));
    reply.raw.on('close', gone);
    const waits = Number(headerText(request.headers[fetchHeaders.timeoutMs]) ?? fetchTimeoutMsMax);
    const timer = setTimeout(
      () => abort.abort(graphqlError('TIMEOUT', 'The time for this request is over.')),
      Number.isFinite(waits) ? Math.min(Math.max(waits, 1), fetchTimeoutMsMax) : fetchTimeoutMsMax,
    );
    const scope = scopeOf(request.headers, abort.signal);
    try {
      const fetch = {
        query: body.data.query,
        operationName: body.data.operationName ?? undefined,
        variables: body.data.variables ?? undefined,
      };
      const result = await answer(subgraph, fetch, subgraph.context(viewer, scope));
      return masked(result, scope.traceId, log);
    } finally {
      clearTimeout(timer);
      reply.raw.off('close', gone);
    }
  });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024, perMessageDeflate: false });
  server.server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/graphql') {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
  });
  const streams = useServer<Record<string, unknown>, { viewer?: Viewer | undefined }>(
    {
      onConnect: async (context) => {
        const token = context.connectionParams?.[viewerHeader];
        const viewer = typeof token === 'string' ? await verified(token) : undefined;
        if (!viewer) return false;
        context.extra.viewer = viewer;
        return true;
      },
      onSubscribe: (context, _id, payload) => {
        const viewer = context.extra.viewer;
        if (!viewer) return [graphqlError('UNAUTHENTICATED', 'A valid viewer token is needed.')];
        const fetch = {
          query: payload.query,
          operationName: payload.operationName ?? undefined,
          variables: payload.variables ?? undefined,
        };
        const scope = scopeOf(headersOf(payload.extensions), new AbortController().signal);
        return {
          schema: subgraph.schema,
          document: parsed(fetch.query),
          operationName: fetch.operationName,
          contextValue: new Asked(fetch, viewer, scope),
        };
      },
      subscribe: async ({ contextValue }) => {
        if (!(contextValue instanceof Asked)) throw new Error('a subscription without its question');
        const { fetch, viewer, scope } = contextValue;
        return follow(subgraph, fetch, viewer, scope);
      },
      // Only subscriptions come this way; a query over the socket would escape the deadline.
      execute: () => ({ errors: [graphqlError('BAD_USER_INPUT', 'Queries and mutations go over HTTP.')] }),
      onNext: (_context, _id, _payload, { contextValue }, result) => masked(result, traceOf(contextValue), log),
      onError: (_context, _id, _payload, errors) =>
        errors.flatMap((error) => (error instanceof GraphQLError ? [shown(error, '', log)] : [])),
    },
    sockets,
    12_000,
  );

  const address = await server.listen({ host: settings.host, port: settings.port });
  return {
    url: `${address}/graphql`,
    close: async () => {
      await streams.dispose();
      await server.close();
    },
  };
}

/** What a subscription was asked with, from the message to the stream. */
class Asked {
  readonly fetch: Fetch;
  readonly viewer: Viewer;
  readonly scope: RequestScope;

  constructor(fetch: Fetch, viewer: Viewer, scope: RequestScope) {
    this.fetch = fetch;
    this.viewer = viewer;
    this.scope = scope;
  }
}

function scopeOf(headers: IncomingHttpHeaders, signal: AbortSignal): RequestScope {
  const traceId = /^00-([0-9a-f]{32})-/.exec(headerText(headers[fetchHeaders.traceparent]) ?? '')?.[1] ?? randomBytes(16).toString('hex');
  return {
    requestId: headerText(headers[fetchHeaders.requestId]) ?? randomUUID(),
    traceId,
    signal,
    idempotencyKey: headerText(headers[fetchHeaders.idempotencyKey]),
  };
}

function headerText(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Over graphql-ws there are no headers per subscription: the gateway puts them into the payload's extensions. */
function headersOf(extensions: Record<string, unknown> | null | undefined): IncomingHttpHeaders {
  const texts = z.record(z.string(), z.string()).safeParse(extensions ?? {});
  return texts.success ? texts.data : {};
}

function traceOf(contextValue: unknown): string {
  return contextValue instanceof Asked ? contextValue.scope.traceId : '';
}

interface Result {
  readonly data?: ExecutionResult['data'] | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

function masked(result: Result, traceId: string, log: Log): FormattedExecutionResult {
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors ? { errors: result.errors.map((error) => shown(error, traceId, log)) } : {}),
  };
}

/** An error as the gateway needs it: where, which code, and the sentence unless it is a fault, which is logged here and nowhere else. */
function shown(error: GraphQLError, traceId: string, log: Log): GraphQLFormattedError {
  const code = errorCode(error);
  if (code === 'INTERNAL') log.error({ err: rootCause(error), traceId, path: error.path }, 'a resolver failed');
  return {
    message: code === 'INTERNAL' ? 'Something went wrong.' : error.message,
    ...(error.path ? { path: error.path } : {}),
    extensions: { code },
  };
}
