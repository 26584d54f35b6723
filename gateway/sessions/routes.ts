import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '@dcmms/runtime/log.ts';
import type { ErrorCode } from '@dcmms/runtime/refusal.ts';
import { Unauthenticated } from '../identity/identity.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { readCookies } from './cookies.ts';
import { foreignPage, type SessionGate } from './gate.ts';
import type { LiveSession } from './sessions.ts';
import { cannotBegin, signInPage, type SignIn, type SignInRequest, type Step } from './sign-in.ts';

export type Refuse = (request: FastifyRequest, reply: FastifyReply, status: number, code: ErrorCode, message: string) => FastifyReply;

export interface SessionRoutes {
  readonly gate: SessionGate;
  readonly signIn: SignIn;
  /** Sign-ins begun, and callbacks, of one address. */
  readonly rateLimit: RateLimit;
  readonly refuse: Refuse;
  readonly log: Log;
}

/** `/auth/*`: the way in, the session that a cookie stands for, and the way out. */
export function addSessionRoutes(server: FastifyInstance, { gate, signIn, rateLimit, refuse, log }: SessionRoutes): void {
  const { sessions, pages } = gate;
  const live = new WeakMap<FastifyRequest, LiveSession>();

  const headers = async (_request: FastifyRequest, reply: FastifyReply) => {
    // The callback's address holds a code: nobody keeps it, and no page is told of it.
    void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  };

  /** A person may try again; a machine that tries addresses or codes may not. */
  const bounded = async (request: FastifyRequest, reply: FastifyReply) => {
    const { allowed, headers: state } = await rateLimit.take(`${request.routeOptions.url} ${pages.arrival(request.raw).ip}`);
    if (allowed) return undefined;
    sessions.metrics.refused.inc({ reason: 'rate' });
    void reply.headers(state);
    return refuse(request, reply, 429, 'RATE_LIMITED', 'Too many sign-ins from this address. Wait a minute and try again.');
  };

  const fromConsole = async (request: FastifyRequest, reply: FastifyReply) =>
    gate.sentByConsole(request.raw) ? undefined : refuse(request, reply, 403, 'FORBIDDEN', foreignPage);

  const signedIn = async (request: FastifyRequest, reply: FastifyReply) => {
    const value = gate.valueOf(request.raw);
    if (value === undefined) return refuse(request, reply, 401, 'UNAUTHENTICATED', 'Nobody is signed in here.');
    try {
      live.set(request, await gate.authenticate(value));
      return undefined;
    } catch (error) {
      return refuseSession(gate, request, reply, error, refuse, log);
    }
  };
  const sessionOf = (request: FastifyRequest): LiveSession => {
    const session = live.get(request);
    if (!session) throw new Error('a request that nobody let in');
    return session;
  };

  const go = async (request: FastifyRequest, reply: FastifyReply, step: Promise<Step>, otherwise: string) => {
    let taken: Step;
    try {
      taken = await step;
    } catch (error) {
      // Nobody reads JSON here: a person waits for a page.
      log.error({ err: error }, 'a sign-in met a fault');
      taken = { location: otherwise, cookies: [] };
    }
    const cookies = [...taken.cookies, ...(taken.session === undefined ? [] : [gate.cookie(request.raw, taken.session)])];
    if (cookies.length > 0) void reply.header('set-cookie', cookies);
    return reply.redirect(taken.location, 303);
  };
  const asked = (request: FastifyRequest): SignInRequest => {
    const { origin, secure, ip } = pages.arrival(request.raw);
    return {
      cookies: readCookies(request.headers.cookie),
      origin,
      secure,
      ip,
      session: gate.valueOf(request.raw),
      userAgent: request.headers['user-agent'],
    };
  };

  // HEAD would spend the code that its GET is to bring.
  const page = { exposeHeadRoute: false } as const;
  server.get('/auth/login', { ...page, onRequest: [headers, bounded] }, async (request, reply) => {
    const query = isRecord(request.query) ? request.query : {};
    return go(request, reply, signIn.begin(query, asked(request)), cannotBegin(query));
  });
  server.get('/auth/callback', { ...page, onRequest: [headers, bounded] }, async (request, reply) =>
    go(request, reply, signIn.finish(/\?(.*)$/s.exec(request.url)?.[1] ?? '', asked(request)), signInPage({ error: 'unavailable' })),
  );
  server.get('/auth/signed-out', { ...page, onRequest: [headers] }, async (_request, reply) =>
    reply.redirect(signInPage({ signedOut: true }), 303),
  );

  server.get('/auth/session', { onRequest: [headers, signedIn] }, async (request) => {
    const { id, viewer, tenantName, expiresAtMs } = sessionOf(request);
    return {
      person: { id: viewer.userId, displayName: viewer.displayName, email: viewer.email },
      tenant: { id: viewer.tenantId, code: viewer.tenantCode, name: tenantName },
      expiresAt: iso(expiresAtMs),
      sessionId: id,
    };
  });

  server.get('/auth/sessions', { onRequest: [headers, signedIn] }, async (request) => {
    const { id, viewer } = sessionOf(request);
    return (await sessions.list(viewer)).map((each) => ({
      id: each.id,
      current: each.id === id,
      createdAt: iso(each.createdAtMs),
      lastActiveAt: iso(each.lastActiveAtMs),
      idleExpiresAt: iso(each.idleExpiresAtMs),
      absoluteExpiresAt: iso(each.absoluteExpiresAtMs),
      userAgent: each.userAgent,
      ipAddress: each.ipAddress,
    }));
  });

  server.delete<{ Params: { id: string } }>(
    '/auth/sessions/:id',
    { onRequest: [headers, fromConsole, signedIn] },
    async (request, reply) => {
      const { id: current, viewer } = sessionOf(request);
      const { id } = request.params;
      const ended = uuid.test(id) ? await sessions.end(viewer, { id }) : [];
      if (ended.length === 0) return refuse(request, reply, 404, 'BAD_USER_INPUT', 'You have no session with this id.');
      if (id.toLowerCase() === current) void reply.header('set-cookie', gate.cookie(request.raw, undefined));
      return reply.code(204).send();
    },
  );

  server.post('/auth/logout', { onRequest: [headers, fromConsole, signedIn] }, async (request, reply) => {
    const { body } = request;
    const everywhere = isRecord(body) ? (body['everywhere'] ?? false) : body == null ? false : undefined;
    if (typeof everywhere !== 'boolean')
      return refuse(request, reply, 400, 'BAD_USER_INPUT', 'Send { "everywhere": true } or { "everywhere": false }.');
    const { id, viewer } = sessionOf(request);
    const ended = await sessions.end(viewer, everywhere ? 'all' : { id });
    void reply.header('set-cookie', gate.cookie(request.raw, undefined));
    const idToken = ended.find((each) => each.id === id)?.idToken;
    const { origin } = pages.arrival(request.raw);
    const endSessionUrl = await sessions.providers
      // Asked now: to be sent to a provider that does not answer is a blank page.
      .of(viewer.tenantId, 0)
      .then((provider) => provider?.endSessionUrl(idToken, `${origin}/auth/signed-out`)?.href ?? null)
      // Signed out is signed out, here; what is kept there ends with the provider's own session.
      .catch(() => null);
    return { endSessionUrl };
  });
}

/** What a request gets whose cookie brought nobody: the cookie goes with a session that is over, and stays where it cannot be told. */
export function refuseSession(
  gate: SessionGate,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  refuse: Refuse,
  log: Log,
): FastifyReply {
  if (error instanceof Unauthenticated) {
    void reply.header('set-cookie', gate.cookie(request.raw, undefined));
    return refuse(request, reply, 401, 'UNAUTHENTICATED', error.message);
  }
  log.error({ err: error }, 'whose session it is could not be told');
  void reply.header('retry-after', '1');
  return refuse(request, reply, 503, 'UNAVAILABLE', 'Who you are cannot be told just now. Try again in a moment.');
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
