import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type DocumentNode, type ExecutionArgs } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { Lru } from '@dcmms/runtime/lru.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { badInput, graphqlError } from '@dcmms/runtime/refusal.ts';
import { authorityKey, type Viewer } from '@dcmms/runtime/viewer.ts';
import { admitDocument } from '../documents/admit.ts';
import type { TrustedDocuments } from '../documents/trusted.ts';
import { mask, refusal } from '../errors/mask.ts';
import { checkOperation, pickOperation, readDocument } from '../guards/guard.ts';
import type { OperationLimits } from '../guards/limits.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { Unauthenticated, type Authenticated, type Identity } from '../identity/identity.ts';
import { newTraceId } from '../request.ts';
import { foreignPage, type SessionGate } from '../sessions/gate.ts';
import type { Graph } from '../supergraph/gateway.ts';
import type { Generation } from './generation.ts';
import type { Hubs } from './hubs.ts';
import { Mailbox, StreamEnded } from './mailbox.ts';
import type { LiveMetrics } from './metrics.ts';
import { SocketWriter } from './outlet.ts';
import { watchSessions, type OpenSession } from './session-sockets.ts';
import { askSubscription, type AskedSubscription, type SubscriptionPlan } from './plan.ts';
import { StreamRefused } from './source.ts';

export interface SocketLimits {
  /** Subscriptions of one socket. */
  readonly subscriptionsMax: number;
  /** Bytes of one message from a client. */
  readonly messageBytesMax: number;
  readonly socketsPerTenantMax: number;
  readonly socketsMax: number;
  /** Events that may wait for one slow subscription. */
  readonly waitingMax: number;
  readonly keepAliveMs: number;
  /** How often a socket asks for its viewer's authority, which may itself be as old as its source keeps it. */
  readonly authorityAgeMsMax: number;
}

export interface SocketServerSettings {
  readonly http: Server;
  readonly path: string;
  /** Origins of browsers that may connect, beside the gateway's own. */
  readonly origins: readonly string[];
  readonly identity: Identity;
  /** The console's sessions: who asks by a cookie of the upgrade; without them none counts. */
  readonly gate: SessionGate | undefined;
  readonly documents: TrustedDocuments | undefined;
  /** What is in service: undefined until the gateway has loaded. */
  readonly current: () => { readonly graph: Graph; readonly generation: Generation } | undefined;
  readonly hubs: Hubs;
  readonly rateLimit: RateLimit;
  readonly limits: SocketLimits;
  readonly operationLimits: OperationLimits;
  readonly metrics: LiveMetrics;
  readonly log: Log;
}

/** What is known of one socket; graphql-ws hands it to each hook. */
interface SocketState {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  viewer?: Viewer;
  /** None for a bearer. */
  session?: OpenSession;
  writer?: SocketWriter;
  expiry?: NodeJS.Timeout;
  /** Takes the socket out of its tenant's count. */
  forget?: () => void;
}

/** Who opens a socket; undefined for nobody who may. */
type Caller = (Authenticated & { readonly session?: OpenSession }) | 'unavailable' | undefined;

/** Close codes of RFC 6455 and of graphql-transport-ws (contract §4). */
const closed = { restart: 1012, tryAgainLater: 1013, tokenExpired: 4401, forbidden: 4403 } as const;

/** One subscription on its way from the message to the hub. */
class Asked {
  readonly subscription: AskedSubscription;
  readonly viewer: Viewer;
  readonly writer: SocketWriter;
  readonly id: string;

  constructor(subscription: AskedSubscription, viewer: Viewer, writer: SocketWriter, id: string) {
    this.subscription = subscription;
    this.viewer = viewer;
    this.writer = writer;
    this.id = id;
  }
}

/**
 * Serves subscriptions over graphql-ws beside HTTP: the same identity, guards and masks, wired to the protocol's hooks. Queries and
 * mutations are refused here, for Apollo Server's guards do not see them.
 */
export function serveSockets(settings: SocketServerSettings): { close(): Promise<void> } {
  const { identity, hubs, limits, metrics, log } = settings;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytesMax, perMessageDeflate: false });
  const perTenant = new Map<string, number>();
  const states = new Set<SocketState>();
  const documents = new Lru<string, { graph: Graph; read: DocumentNode | readonly GraphQLError[] }>(200);
  const plans = new Lru<string, SubscriptionPlan>(500);
  let planned: Generation | undefined;

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Not by URL: it throws on what anybody may send, such as `//`, and here nothing would catch it.
    const path = (request.url ?? '/').replace(/\?.*$/s, '').replace(/\/$/, '');
    if (path !== settings.path) return refuseUpgrade(socket, 404, `Subscriptions are at ${settings.path}.`);
    if (!isWelcome(request, settings.origins)) return refuseUpgrade(socket, 403, 'This page may not connect here.');
    // A browser sends the cookie whoever made the page, and a handshake is bound by no rule of other requests between sites.
    if (settings.gate?.valueOf(request) !== undefined && !settings.gate.sentByConsole(request))
      return refuseUpgrade(socket, 403, foreignPage);
    if (sockets.clients.size >= limits.socketsMax) return refuseUpgrade(socket, 503, 'Too many sockets are open. Try again in a moment.');
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
  };
  settings.http.on('upgrade', upgrade);

  /** The validated document, read once for all who ask the same. */
  const read = (query: string, graph: Graph) => {
    const known = documents.get(query);
    if (known?.graph === graph) return known.read;
    const fresh = readDocument(query, graph, settings.operationLimits);
    documents.set(query, { graph, read: fresh });
    return fresh;
  };

  const ask = (
    state: SocketState,
    id: string,
    payload: {
      query: string;
      operationName?: string | null | undefined;
      variables?: Record<string, unknown> | null | undefined;
      extensions?: Record<string, unknown> | null | undefined;
    },
  ): ExecutionArgs | readonly GraphQLError[] => {
    const { viewer, writer } = state;
    const current = settings.current();
    if (!viewer || !writer) return [graphqlError('UNAUTHENTICATED', 'Sign in first.')];
    if (!current) return [graphqlError('UNAVAILABLE', 'The gateway is starting. Try again in a moment.')];
    const { graph, generation } = current;
    if (planned !== generation) {
      plans.clear();
      planned = generation;
    }
    const admitted = admitDocument(settings.documents, payload, state.session ? 'session' : 'bearer');
    if (admitted !== 'as it is' && 'refused' in admitted) {
      if (state.session) settings.gate?.sessions.metrics.refused.inc({ reason: 'document' });
      return [badInput(admitted.refused)];
    }
    const document = read(admitted === 'as it is' ? payload.query : admitted.query, graph);
    if (!('kind' in document)) return document;
    const operation = pickOperation(document, payload.operationName);
    if (operation instanceof GraphQLError) return [operation];
    if (operation.operation !== 'subscription')
      return [badInput('Queries and mutations go over HTTP, at the same address; this socket serves subscriptions.')];
    const variables = payload.variables ?? {};
    const refused = checkOperation(operation, document, graph, viewer, variables, settings.operationLimits);
    if (refused) return [refused];
    const subscription = askSubscription(generation, document, payload.operationName ?? undefined, variables, plans);
    return {
      schema: graph.apiSchema,
      document,
      operationName: payload.operationName,
      variableValues: variables,
      contextValue: new Asked(subscription, viewer, writer, id),
    };
  };

  const server = useServer<Record<string, unknown>, Partial<SocketState>>(
    {
      isProd: true,
      connectionInitWaitTimeout: 5_000,
      // The protocol wants a text; a client that sends a hash instead may leave it out.
      jsonMessageReviver: (key: string, value: unknown) => (key === 'payload' && isHashAlone(value) ? { ...value, query: '' } : value),
      onConnect: async ({ connectionParams, extra }) => {
        const { socket, request } = extra;
        const caller = await authenticated(connectionParams, request);
        if (caller === 'unavailable') {
          socket.close(closed.tryAgainLater, 'Try again later');
          return false;
        }
        if (!caller || socket.readyState !== socket.OPEN) return false;
        const { viewer, expiresAtMs } = caller;
        const open = perTenant.get(viewer.tenantId) ?? 0;
        if (open >= limits.socketsPerTenantMax) {
          socket.close(closed.tryAgainLater, 'Too many sockets of this tenant');
          return false;
        }
        perTenant.set(viewer.tenantId, open + 1);
        extra.viewer = viewer;
        if (caller.session) extra.session = caller.session;
        extra.writer = new SocketWriter(socket, request.socket);
        // setTimeout takes at most 2^31 ms.
        // A session's end moves while it is used: the sweep asks.
        if (!caller.session) {
          extra.expiry = setTimeout(
            () => socket.close(closed.tokenExpired, 'Token expired'),
            Math.min(Math.max(expiresAtMs - Date.now(), 0), 2 ** 31 - 1),
          );
        }
        extra.forget = () => perTenant.set(viewer.tenantId, (perTenant.get(viewer.tenantId) ?? 1) - 1);
        states.add(extra);
        return true;
      },
      onClose: ({ extra }) => {
        clearTimeout(extra.expiry);
        extra.forget?.();
        states.delete(extra);
      },
      onSubscribe: async ({ extra, subscriptions }, id, payload) => {
        try {
          if (Object.keys(subscriptions).length > limits.subscriptionsMax)
            return [graphqlError('RATE_LIMITED', `A socket carries at most ${limits.subscriptionsMax} subscriptions.`)];
          if (extra.viewer && !(await settings.rateLimit.take(extra.viewer.userId)).allowed)
            return [graphqlError('RATE_LIMITED', 'Too many requests in a second. Wait and try again.')];
          return ask(extra, id, payload);
        } catch (error) {
          // Whatever is thrown here would close the socket with all its other subscriptions.
          return [asFault(error)];
        }
      },
      subscribe: ({ contextValue }) => {
        if (!(contextValue instanceof Asked)) throw new Error('a subscription that nobody asked');
        return deliver(contextValue);
      },
      execute: () => ({ errors: [badInput('Queries and mutations go over HTTP.')] }),
      onError: (_context, _id, _payload, errors) => {
        const traceId = newTraceId();
        return errors.flatMap((error) => {
          if (!(error instanceof GraphQLError)) return [];
          const shown = error.originalError instanceof StreamEnded ? error.originalError.errors : [error];
          return shown.map((each) => mask(each, traceId, log));
        });
      },
    },
    sockets,
    limits.keepAliveMs,
  );
  sockets.on('wsClientError', (_error, socket) => refuseUpgrade(socket, 400, 'This is no handshake of a WebSocket (RFC 6455).'));
  sockets.on('connection', (socket) => {
    // graphql-ws prints a client's broken frames to the console; ws closes such a socket by itself.
    socket.removeAllListeners('error');
    socket.on('error', (error) => log.info({ err: error }, 'a socket broke the protocol'));
    metrics.sockets.inc();
    socket.once('close', () => metrics.sockets.dec());
  });

  async function authenticated(params: Record<string, unknown> | undefined, request: IncomingMessage): Promise<Caller> {
    const entry = Object.entries(params ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
    try {
      const cookie = entry === undefined ? settings.gate?.valueOf(request) : undefined;
      if (settings.gate && cookie !== undefined) {
        const session = await settings.gate.authenticate(cookie);
        return { ...session, session: { id: session.id, cookie } };
      }
      return await identity.authenticate(typeof entry?.[1] === 'string' ? entry[1] : undefined);
    } catch (error) {
      if (error instanceof Unauthenticated) return undefined;
      log.error({ err: error }, 'who asks could not be told');
      return 'unavailable';
    }
  }

  /**
   * The stream as graphql-ws sees it: it ends, or fails, when the mailbox does. The events themselves go from the mailbox to the
   * socket.
   */
  async function deliver({ subscription, viewer, writer, id }: Asked): Promise<AsyncIterableIterator<never>> {
    const mailbox = new Mailbox({
      plan: subscription.plan,
      outlet: writer.outlet(id),
      waitingMax: limits.waitingMax,
      onDropped: (count) => metrics.dropped.inc(count),
    });
    let leave = () => {};
    try {
      leave = await hubs.join(subscription, viewer, mailbox);
    } catch (error) {
      // Told as the stream's end, which graphql-ws sends as the protocol's `error`.
      mailbox.fail(error instanceof StreamRefused ? error.errors : [asFault(error)]);
    }
    const over = { done: true, value: undefined } as const;
    const stream: AsyncIterableIterator<never> = {
      next: async () => {
        try {
          await mailbox.ended;
          return over;
        } finally {
          leave();
        }
      },
      return: async () => {
        mailbox.close();
        leave();
        return over;
      },
      [Symbol.asyncIterator]: () => stream,
    };
    return stream;
  }

  // A person whose rights have changed comes back with the new ones; one who may no longer be here does not.
  const recheck = async (whose: (viewer: Viewer) => boolean) => {
    const refreshed = new Map<string, Promise<Viewer | undefined>>();
    for (const each of states) {
      const { viewer, socket } = each;
      if (!viewer || !whose(viewer)) continue;
      const now = refreshed.get(viewer.userId) ?? identity.refresh(viewer);
      refreshed.set(viewer.userId, now);
      const fresh = await now.catch(() => viewer);
      if (!fresh) socket.close(closed.forbidden, 'Forbidden');
      else if (authorityKey(fresh) !== authorityKey(viewer)) socket.close(closed.restart, 'Rights have changed');
    }
  };
  const stopListening = identity.onChange(
    ({ tenantId, userId }) => void recheck((viewer) => viewer.tenantId === tenantId && (userId === undefined || viewer.userId === userId)),
  );
  const sessions =
    settings.gate &&
    watchSessions({
      gate: settings.gate,
      open: () => states,
      close: (sessionId) => {
        for (const { session, socket } of states) if (session?.id === sessionId) socket.close(closed.tokenExpired, 'Session over');
      },
      log,
    });
  const sweep = setInterval(() => {
    void recheck(() => true);
    void sessions?.look();
  }, limits.authorityAgeMsMax);

  return {
    close: async () => {
      clearInterval(sweep);
      stopListening();
      sessions?.stop();
      settings.http.off('upgrade', upgrade);
      await server.dispose();
    },
  };
}

function isHashAlone(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'extensions' in value && !('query' in value);
}

function asFault(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('fault', { originalError: error instanceof Error ? error : new Error(String(error)) });
}

function isWelcome(request: IncomingMessage, origins: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** How long a refused caller may take to read why; then the connection is cut. */
const refusalReadMs = 2_000;

function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  // Node has taken its own listener off; a reset of this connection would end the process.
  socket.on('error', () => socket.destroy());
  const cut = setTimeout(() => socket.destroy(), refusalReadMs);
  socket.once('close', () => clearTimeout(cut));
  const body = JSON.stringify(
    refusal(status === 503 ? 'UNAVAILABLE' : status === 403 ? 'FORBIDDEN' : 'BAD_USER_INPUT', message, newTraceId()),
  );
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
