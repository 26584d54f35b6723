import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Registry } from 'prom-client';
import type { Log } from '@dcmms/runtime/log.ts';
import type { ErrorCode } from '@dcmms/runtime/refusal.ts';
import { addHealthRoutes } from '@dcmms/runtime/serve.ts';
import type { Check } from '@dcmms/runtime/subgraph.ts';
import { admitDocument } from '../documents/admit.ts';
import type { TrustedDocuments } from '../documents/trusted.ts';
import { refusal } from '../errors/mask.ts';
import { Unauthenticated, type Identity } from '../identity/identity.ts';
import { GatewayRequest, newTraceId, type GatewayContext } from '../request.ts';
import { foreignPage, type SessionGate } from '../sessions/gate.ts';
import { addSessionRoutes, refuseSession } from '../sessions/routes.ts';
import type { SignIn } from '../sessions/sign-in.ts';
import type { RequestMetrics } from './metrics.ts';
import { RateLimit } from './rate-limit.ts';
import { traceIdOf, withTrace } from './trace.ts';

export interface HttpLimits {
  readonly bodyBytesMax: number;
  /** From the arrival of a request to its answer. */
  readonly requestTimeoutMs: number;
  /** Requests of one person in a second. */
  readonly requestsPerSecond: number;
  /** Sign-ins that one address may begin in a minute, and as many that it may finish. */
  readonly signInsPerMinute: number;
  /** Requests that are answered at the same time; above, the gateway says 503 instead of becoming slow for everybody. */
  readonly requestsAtOnceMax: number;
}

export interface HttpSettings {
  /** Path to the server behind it: `/graphql`, `/partner/graphql`. */
  readonly endpoints: ReadonlyMap<string, ApolloServer<GatewayContext>>;
  readonly identity: Identity;
  /** The console's sessions; without them there are no `/auth/*` and no cookie counts. */
  readonly sessions: { readonly gate: SessionGate; readonly signIn: SignIn } | undefined;
  readonly documents: TrustedDocuments | undefined;
  readonly limits: HttpLimits;
  readonly rateLimit: RateLimit;
  readonly registry: Registry;
  readonly metrics: RequestMetrics;
  readonly checks: () => Promise<readonly Check[]>;
  readonly log: Log;
}

/** The one endpoint that a session's cookie opens; partners have bearers. */
const sessionPath = '/graphql';

/** What is left of a request's time for writing the answer. */
const answerMarginMs = 500;

/** How often Node looks for requests that do not come; its default of 30 s would make their time a matter of luck. */
const arrivalCheckMs = 2_000;

/** How long a refused caller may take to read why; then the connection is cut. */
const refusalReadMs = 2_000;

/**
 * The HTTP side of the gateway. Everything it says no to is JSON with `errors`, a code of the closed list and a trace id, whatever
 * layer says it.
 */
export function createHttp(settings: HttpSettings): { server: FastifyInstance; drain: () => void } {
  const { limits, log, identity, rateLimit, metrics } = settings;
  let draining = false;
  let atOnce = 0;

  // Found late by one round of looking at most, a request that does not come is still answered in time.
  const arrivalMs = Math.max(limits.requestTimeoutMs - arrivalCheckMs, limits.requestTimeoutMs / 2);

  const server = fastify({
    logger: false,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: arrivalMs,
    // Above what load balancers keep, so that they, and not we, close an idle connection.
    keepAliveTimeout: 75_000,
    genReqId: (request) => requestIdOf(request.headers['x-request-id']),
    // Node swaps the two times when the one for the head is the longer: its default of 60 s would become that of the body.
    http: {
      connectionsCheckingInterval: arrivalCheckMs,
      headersTimeout: arrivalMs,
      // Java's client offers h2c with every request in clear; whoever does not take the offer answers in HTTP/1.1 (RFC 9110, 7.8).
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    return503OnClosing: false,
    clientErrorHandler: refuseBrokenRequest,
    // An address that cannot be read has no route, and so none of the hooks below.
    frameworkErrors: (_error, _request, reply) => {
      reply.hijack();
      reply.raw
        .writeHead(400, { 'content-type': 'application/json; charset=utf-8' })
        .end(JSON.stringify(refusal('BAD_USER_INPUT', 'The address of the request cannot be read.', newTraceId())));
    },
    routerOptions: { ignoreTrailingSlash: true },
  });
  const traces = new WeakMap<FastifyRequest, string>();
  const traceOf = (request: FastifyRequest) => traces.get(request) ?? newTraceId();
  const refuse = (request: FastifyRequest, reply: FastifyReply, status: number, code: ErrorCode, message: string) => {
    metrics.refused(code);
    return reply
      .code(status)
      .type('application/json; charset=utf-8')
      .send(refusal(code, message, traceOf(request)));
  };

  server.addHook('onRequest', async (request, reply) => {
    traces.set(request, traceIdOf(request.headers['traceparent']));
    void reply.header('x-request-id', request.id);
  });
  server.addHook('onSend', async (_request, reply) => {
    // A connection that is kept would keep the closing server waiting for its idle time.
    if (draining) void reply.header('connection', 'close');
  });
  server.setNotFoundHandler((request, reply) =>
    refuse(request, reply, 404, 'BAD_USER_INPUT', 'There is nothing at this address. The graph is at /graphql.'),
  );
  server.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status === 413)
      return refuse(request, reply, 413, 'BAD_USER_INPUT', `A request may hold at most ${limits.bodyBytesMax / 1024} KiB.`);
    if (status === 415) return refuse(request, reply, 415, 'BAD_USER_INPUT', 'Send application/json.');
    if (status >= 400 && status < 500)
      return refuse(request, reply, status, 'BAD_USER_INPUT', 'The request cannot be read: it is not well-formed JSON.');
    const traceId = traceOf(request);
    log.error({ err: error, traceId }, 'a request met a fault');
    return refuse(request, reply, 500, 'INTERNAL', `Something went wrong on our side. Quote ${traceId} when you ask about it.`);
  });
  addHealthRoutes(server, { part: 'gateway', registry: settings.registry, checks: settings.checks });
  if (settings.sessions) {
    addSessionRoutes(server, { ...settings.sessions, rateLimit: new RateLimit(limits.signInsPerMinute, 60), refuse, log });
  }

  const byBearer = (request: FastifyRequest, reply: FastifyReply) =>
    identity.authenticate(request.headers.authorization).catch((error: unknown) => {
      if (error instanceof Unauthenticated) {
        void reply.header('www-authenticate', 'Bearer');
        return refuse(request, reply, 401, 'UNAUTHENTICATED', error.message);
      }
      log.error({ err: error, traceId: traceOf(request) }, 'who asks could not be told');
      void reply.header('retry-after', '1');
      return refuse(request, reply, 503, 'UNAVAILABLE', 'Who you are cannot be told just now. Try again in a moment.');
    });
  const bySession = async (gate: SessionGate, cookie: string, request: FastifyRequest, reply: FastifyReply) => {
    if (request.method !== 'POST') {
      void reply.header('allow', 'POST');
      return refuse(request, reply, 405, 'BAD_USER_INPUT', 'With a session, ask by POST.');
    }
    if (!gate.sentByConsole(request.raw)) return refuse(request, reply, 403, 'FORBIDDEN', foreignPage);
    return gate.authenticate(cookie).catch((error: unknown) => refuseSession(gate, request, reply, error, refuse, log));
  };

  for (const [path, apollo] of settings.endpoints) {
    const sessionRequests = new WeakSet<FastifyRequest>();
    const requests = new WeakMap<FastifyRequest, GatewayRequest>();
    const answer = fastifyApolloHandler(apollo, {
      context: async (request) => {
        const asked = requests.get(request);
        if (!asked) throw new Error('a request that nobody let in');
        return { asked };
      },
    });
    server.route({
      method: ['GET', 'POST'],
      url: path,
      onRequest: async (request, reply) => {
        if (draining || atOnce >= limits.requestsAtOnceMax) {
          void reply.header('retry-after', '1');
          return refuse(
            request,
            reply,
            503,
            'UNAVAILABLE',
            draining ? 'The gateway is closing. Try again in a moment.' : 'The gateway is busy. Try again in a moment.',
          );
        }
        atOnce += 1;
        const stop = metrics.start(path);
        reply.raw.once('close', () => {
          atOnce -= 1;
          stop();
        });
        const gate = path === sessionPath ? settings.sessions?.gate : undefined;
        const cookie = gate?.valueOf(request.raw);
        const authenticated = gate && cookie !== undefined ? await bySession(gate, cookie, request, reply) : await byBearer(request, reply);
        if (!('viewer' in authenticated)) return authenticated;
        if (cookie !== undefined) sessionRequests.add(request);
        const { allowed, headers } = await rateLimit.take(authenticated.viewer.userId);
        void reply.headers(headers);
        if (!allowed)
          return refuse(
            request,
            reply,
            429,
            'RATE_LIMITED',
            `At most ${limits.requestsPerSecond} requests in a second. Wait and try again.`,
          );

        const idempotencyKey = request.headers['idempotency-key'];
        const asked = new GatewayRequest({
          ...authenticated,
          requestId: request.id,
          traceId: traceOf(request),
          idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : undefined,
          timeoutMs: limits.requestTimeoutMs - Math.min(answerMarginMs, limits.requestTimeoutMs / 4),
        });
        requests.set(request, asked);
        reply.raw.once('close', () => {
          if (!reply.raw.writableFinished) asked.abort('UNAVAILABLE', 'The caller is gone.');
          asked.close();
        });
        return undefined;
      },
      preHandler: async (request, reply) => {
        if (request.method !== 'POST' || !isRecord(request.body)) {
          // A text, or nothing: Apollo Server says what is wrong with it.
          return sessionRequests.has(request) ? refuse(request, reply, 400, 'BAD_USER_INPUT', 'Send application/json.') : undefined;
        }
        const admitted = admitDocument(settings.documents, request.body, sessionRequests.has(request) ? 'session' : 'bearer');
        if (admitted === 'as it is') return undefined;
        if ('refused' in admitted) {
          if (sessionRequests.has(request)) settings.sessions?.gate.sessions.metrics.refused.inc({ reason: 'document' });
          return refuse(request, reply, 400, 'BAD_USER_INPUT', admitted.refused);
        }
        const { extensions: _hash, ...asked } = request.body;
        request.body = { ...asked, query: admitted.query };
        return undefined;
      },
      handler: function (request, reply) {
        return withTrace(traceOf(request), () => answer.call(this, request, reply));
      },
    });
  }
  return { server, drain: () => (draining = true) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w.:-]{1,100}$/.test(header) ? header : randomUUID();
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}

/** What Node refuses before there is a request: a header too long, a body that does not come, bytes that are no HTTP. */
function refuseBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const status = late ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const body = JSON.stringify(
    refusal(
      late ? 'TIMEOUT' : 'BAD_USER_INPUT',
      late ? 'The request did not arrive in time.' : 'The request cannot be read.',
      newTraceId(),
    ),
  );
  socket.setTimeout(refusalReadMs, () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
