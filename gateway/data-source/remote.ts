import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import { Pool } from 'undici';
import { z } from 'zod';
import { graphqlError } from '@dcmms/runtime/refusal.ts';
import { fetchHeaders } from '@dcmms/runtime/serve-subgraph.ts';
import type { Check } from '@dcmms/runtime/subgraph.ts';
import { signViewer, viewerHeader, viewerTokenLifeMs } from '@dcmms/runtime/viewer-token.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import { requestOf, type GatewayRequest } from '../request.ts';
import { wsSource } from '../subscriptions/ws-source.ts';
import { Breaker } from './breaker.ts';
import { failedFetch } from './failed-fetch.ts';
import type { Service } from './service.ts';

export interface RemoteSettings {
  readonly name: string;
  /** `http://127.0.0.1:4301/graphql`; subscriptions go to the same address with `ws:`. */
  readonly url: string;
  readonly viewerKey: Uint8Array;
  /** Connections kept to the subgraph. */
  readonly connectionsMax?: number | undefined;
}

type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;

/**
 * A subgraph over HTTP. Who asks travels as a signed token of a minute; deadline, trace and idempotency key go along. A query
 * that met a dead connection is asked once more, a mutation never; a subgraph that keeps failing is not asked for a moment.
 */
export function remoteService(settings: RemoteSettings): Service {
  const url = new URL(settings.url);
  const pool = new Pool(url.origin, {
    connections: settings.connectionsMax ?? 32,
    pipelining: 1,
    connectTimeout: 2_000,
    // The request's own deadline ends a slow answer earlier.
    headersTimeout: 15_000,
    bodyTimeout: 15_000,
  });
  const breaker = new Breaker();
  const events = wsSource({ name: settings.name, url: settings.url.replace(/^http/, 'ws'), viewerKey: settings.viewerKey });

  const ask = async (
    query: string,
    operationName: string | undefined,
    variables: Record<string, unknown> | undefined,
    request: GatewayRequest,
  ): Promise<Answer> => {
    const { scope } = request;
    const response = await pool.request({
      method: 'POST',
      path: url.pathname,
      headers: {
        'content-type': 'application/json',
        [viewerHeader]: await tokenOf(request, settings),
        [fetchHeaders.requestId]: scope.requestId,
        [fetchHeaders.traceparent]: `00-${scope.traceId}-${scope.traceId.slice(16)}-01`,
        [fetchHeaders.timeoutMs]: String(Math.max(1, request.endsAtMs - Date.now())),
        ...(scope.idempotencyKey === undefined ? {} : { [fetchHeaders.idempotencyKey]: scope.idempotencyKey }),
      },
      body: JSON.stringify({ query, operationName, variables }),
      signal: scope.signal,
    });
    const body: unknown = await response.body.json();
    const answer = isAnswer(body) ? body : undefined;
    if (!answer || response.statusCode >= 500) throw new Error(`${settings.name} answered ${response.statusCode}`);
    return answer;
  };

  const process: GraphQLDataSource['process'] = async ({ request: { query = '', operationName, variables }, context }) => {
    const asked = requestOf(context);
    const { signal } = asked.scope;
    if (!signal.aborted && breaker.open) return failedFetch(query, variables, unavailable(settings.name));
    try {
      const answer = await ask(query, operationName, variables, asked).catch((error: unknown) => {
        if (signal.aborted || !isConnectionLost(error) || query.startsWith('mutation')) throw error;
        return ask(query, operationName, variables, asked);
      });
      breaker.succeeded();
      return answer;
    } catch (error) {
      const reason: unknown = signal.reason;
      if (signal.aborted) return failedFetch(query, variables, reason instanceof GraphQLError ? reason : unavailable(settings.name));
      breaker.failed();
      return failedFetch(query, variables, unavailable(settings.name, error));
    }
  };

  return {
    name: settings.name,
    fetches: { process },
    events,
    ready: () => readiness(settings.name, pool),
    close: async () => {
      events.close();
      await pool.destroy();
    },
  };
}

function isAnswer(body: unknown): body is Answer {
  return typeof body === 'object' && body !== null && ('data' in body || ('errors' in body && Array.isArray(body.errors)));
}

/** How long a token must still be good when it is sent: as long as the longest request may take, and the clocks differ. */
const tokenRestMs = 20_000;

/** Signing costs as much as a small answer, so one token serves what a person asks within some seconds. */
const tokens = new WeakMap<Viewer, Map<string, { readonly token: Promise<string>; readonly untilMs: number }>>();

function tokenOf({ viewer, expiresAtMs }: GatewayRequest, { name, viewerKey }: RemoteSettings): Promise<string> {
  let ofViewer = tokens.get(viewer);
  if (!ofViewer) tokens.set(viewer, (ofViewer = new Map()));
  const known = ofViewer.get(name);
  if (known && known.untilMs - Date.now() > tokenRestMs && known.untilMs <= expiresAtMs) return known.token;
  const token = signViewer(viewer, viewerKey, name, expiresAtMs);
  ofViewer.set(name, { token, untilMs: Math.min(Date.now() + viewerTokenLifeMs, expiresAtMs) });
  return token;
}

/** Whether the connection failed before an answer began. */
function isConnectionLost(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return (
    code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'EPIPE' || code === 'UND_ERR_CONNECT_TIMEOUT'
  );
}

function unavailable(name: string, cause?: unknown): GraphQLError {
  return Object.assign(
    graphqlError('UNAVAILABLE', `The part of the system that knows this (${name}) does not answer just now. Try again in a moment.`),
    { cause },
  );
}

const readyBody = z.object({ checks: z.array(z.object({ part: z.string(), ok: z.boolean(), detail: z.string().optional() })) });

async function readiness(name: string, pool: Pool): Promise<readonly Check[]> {
  try {
    const response = await pool.request({ method: 'GET', path: '/ready', headersTimeout: 2_000, bodyTimeout: 2_000 });
    return readyBody.parse(await response.body.json()).checks;
  } catch (error) {
    return [{ part: name, ok: false, detail: error instanceof Error ? error.message : String(error) }];
  }
}
