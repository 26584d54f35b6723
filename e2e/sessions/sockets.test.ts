import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { signIn } from '@dcmms/dev/idp/sign-in.ts';
import { eventually } from '../testing/eventually.ts';
import { json, type Browser } from './browser.ts';
import { byHash, Door, trusted, type OpenGateway } from './door.ts';

let door: Door;
let open: OpenGateway;
let browser: Browser;
let sessionId: string;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  door = await Door.build();
  // Looked at several times a second instead of every 14 s.
  open = await door.open({ times: { knownMsMax: 0 }, settings: { limits: { sockets: { authorityAgeMsMax: 200 } } } });
});

afterAll(async () => {
  await door.remove();
});

beforeEach(async () => {
  browser = door.browser(open);
  await browser.signIn('operator@helios.test');
  sessionId = json<{ sessionId: string }>(await browser.ask('/auth/session')).sessionId;
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await door.rows('delete from user_sessions');
});

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A socket as a page of the console opens it, unless told otherwise. */
async function connect(of: OpenGateway, headers: Record<string, string>, params: unknown = {}) {
  const socket = new WebSocket(of.gateway.graphqlWs, 'graphql-transport-ws', { headers });
  sockets.push(socket);
  const messages: Message[] = [];
  const state: { closed?: number; refused?: number } = {};
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString())));
  socket.on('close', (code) => (state.closed = code));
  socket.on('error', () => undefined);
  socket.on('unexpected-response', (_request, response) => {
    state.refused = response.statusCode ?? 0;
    socket.terminate();
  });
  await Promise.race([once(socket, 'open'), once(socket, 'unexpected-response'), once(socket, 'close')]);
  const send = (message: unknown) => socket.send(JSON.stringify(message));
  if (socket.readyState === socket.OPEN) {
    send({ type: 'connection_init', payload: params });
    await eventually(
      () => messages.length > 0 || state.closed !== undefined,
      (done) => done,
    );
  }
  return {
    messages,
    state,
    subscribe: (payload: unknown, id = '1') => send({ type: 'subscribe', id, payload }),
    answers: (type: string) => messages.filter((message) => message.type === type),
  };
}

const page = () => ({ origin: door.console, cookie: browser.header('/graphql') });

/** Something happens, again and again, until every one of these subscriptions has been told of it. */
async function happens(socket: Awaited<ReturnType<typeof connect>>, ...ids: readonly string[]): Promise<Message[]> {
  return eventually(
    () => {
      open.plant.alerts.emit({ id: 'e1', value: 1, assetId: 'a1', siteId: 's1' });
      return socket.answers('next');
    },
    (answers) => ids.every((wanted) => answers.some(({ id }) => id === wanted)),
  );
}

test('a page of the console is let in by its cookie and served by the hash of a trusted document', async () => {
  const socket = await connect(open, page());
  expect(socket.answers('connection_ack')).toHaveLength(1);
  socket.subscribe(byHash(trusted.watch));
  socket.subscribe({ ...byHash(trusted.watch), query: '' }, '2');
  await happens(socket, '1', '2');
});

test('a text, and the hash of an unknown document, are refused and leave the socket open', async () => {
  const socket = await connect(open, page());
  for (const [index, payload] of [
    { query: trusted.watch },
    { ...byHash(trusted.watch), query: trusted.watch },
    byHash('subscription Other { alertChanged { cursor } }'),
  ].entries()) {
    socket.subscribe(payload, String(index));
    const refused = await eventually(
      () => socket.answers('error').find(({ id }) => id === String(index)),
      (found) => found !== undefined,
    );
    expect(refused).toMatchObject({ payload: [{ message: expect.stringContaining('document'), extensions: { code: 'BAD_USER_INPUT' } }] });
  }
  expect(socket.state.closed).toBeUndefined();
});

test.each([
  ['without an Origin', {}],
  ['of a foreign page', { origin: 'https://evil.example' }],
  ['of another page of this machine', { origin: 'http://localhost:1' }],
])('a handshake %s is refused when it brings a cookie', async (_what, headers) => {
  const socket = await connect(open, { ...headers, cookie: browser.header('/graphql') });
  expect(socket.state.refused).toBe(403);
});

test('an authorization in connectionParams counts alone, with documents of its own', async () => {
  const token = await signIn({ issuer: `http://localhost:${door.idpPort}/t/helios`, email: 'supervisor@helios.test', password: 'demo' });
  const socket = await connect(open, page(), { authorization: `Bearer ${token}` });
  socket.subscribe({ query: 'subscription { alertChanged { alert { mine } } }' });
  const [first] = await happens(socket, '1');
  expect(first?.payload).toEqual({ data: { alertChanged: { alert: { mine: 'supervisor@helios.test' } } } });
  await browser.send('POST', '/auth/logout', { everywhere: true });
  expect(socket.state.closed).toBeUndefined();
});

test('a cookie of no session closes with 4403, as no credential does', async () => {
  for (const headers of [{ origin: door.console }, { origin: door.console, cookie: `sid=${'A'.repeat(43)}` }]) {
    const socket = await connect(open, headers);
    expect(socket.state.closed).toBe(4403);
  }
});

test('signing out everywhere closes the sockets of all the person’s sessions with 4401, those of other gateways too, and nobody else’s', async () => {
  // Looked at every ten minutes: what it knows sooner it was told.
  const other = await door.open({ settings: { limits: { sockets: { authorityAgeMsMax: 600_000 } } } });
  const [telephone, colleague] = [door.browser(other), door.browser(other)];
  await telephone.signIn('operator@helios.test');
  await colleague.signIn('manager@helios.test');
  const [here, there, theirs] = [
    await connect(open, page()),
    await connect(other, { origin: door.console, cookie: telephone.header('/graphql') }),
    await connect(other, { origin: door.console, cookie: colleague.header('/graphql') }),
  ];
  await browser.send('POST', '/auth/logout', { everywhere: true });
  await eventually(
    () => [here.state.closed, there.state.closed],
    ([a, b]) => a === 4401 && b === 4401,
  );
  expect(theirs.state.closed).toBeUndefined();
});

test('the end of one session closes its socket and not that of the person’s other one', async () => {
  const telephone = door.browser(open);
  await telephone.signIn('operator@helios.test');
  const own = await connect(open, page());
  const other = await connect(open, { origin: door.console, cookie: telephone.header('/graphql') });
  await telephone.send('DELETE', `/auth/sessions/${sessionId}`);
  await eventually(
    () => own.state.closed,
    (code) => code === 4401,
  );
  expect(other.state.closed).toBeUndefined();
});

test('a session that runs out closes its socket with 4401', async () => {
  const socket = await connect(open, page());
  await door.rows(`update user_sessions set absolute_expires_at = now() - interval '1 second'`);
  await eventually(
    () => socket.state.closed,
    (code) => code === 4401,
  );
});

test('a token that is renewed under an open socket leaves it open, its stream running', async () => {
  const socket = await connect(open, page());
  socket.subscribe(byHash(trusted.watch));
  await door.age(sessionId, 1_000);
  await eventually(
    () => door.tokensOf(sessionId),
    ({ accessEndsAtMs }) => accessEndsAtMs > Date.now() + 800_000,
  );
  await happens(socket, '1');
  expect(socket.state.closed).toBeUndefined();
});

test('an open socket keeps its session in use', async () => {
  await connect(open, page());
  await door.rows(`update user_sessions set last_active_at = now() - interval '2 minutes', idle_expires_at = now() + interval '1 minute'`);
  await eventually(
    () => door.rows<{ left: number }>('select extract(epoch from idle_expires_at - now())::int as left from user_sessions'),
    ([row]) => (row?.left ?? 0) > 3_600,
  );
});
