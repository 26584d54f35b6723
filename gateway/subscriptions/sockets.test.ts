import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { person, SignedPeople } from '../testing/people.ts';
import { listen, startGateway, until, type Started } from '../testing/start.ts';

const operator = person(1, ['read:alerts', 'read:telemetry']);
const watch = 'subscription { alertChanged { cursor } }';

let started: Started | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

const start = async (settings: Parameters<typeof startGateway>[1] = {}) => (started = await startGateway('in-process', settings));

/** A socket that speaks the protocol by hand, so that it can also break it. */
async function raw(gateway: Started, connectionParams: unknown, headers: Record<string, string> = {}) {
  const socket = new WebSocket(gateway.gateway.graphqlWs, 'graphql-transport-ws', { headers });
  const messages: { type: string; id?: string; payload?: unknown }[] = [];
  const state: { code?: number; refused?: number } = {};
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString())));
  socket.on('close', (code) => (state.code = code));
  socket.on('unexpected-response', (_request, response) => {
    state.refused = response.statusCode ?? 0;
    socket.terminate();
  });
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'open'), once(socket, 'unexpected-response'), once(socket, 'close')]);
  const send = (message: unknown) => socket.send(JSON.stringify(message));
  if (socket.readyState === socket.OPEN && connectionParams !== undefined) send({ type: 'connection_init', payload: connectionParams });
  return { socket, messages, state, send, of: (id: string) => messages.filter((message) => message.id === id) };
}

test('a plain client with `connectionParams: { authorization: "Bearer …" }` is let in, whatever the case of name and scheme', async () => {
  const gateway = await start();
  const bearer = await gateway.people.bearer(operator);
  for (const params of [{ authorization: bearer }, { Authorization: bearer.replace('Bearer', 'bEARER') }]) {
    const one = await raw(gateway, params);
    await until(() => one.messages.some(({ type }) => type === 'connection_ack'), 'it is acknowledged');
    one.socket.close();
  }
});

test('no token and a bad token close with 4403', async () => {
  const gateway = await start();
  for (const params of [{}, { authorization: 'Bearer nonsense' }, { authorization: 'Basic YTpi' }]) {
    const one = await raw(gateway, params);
    await until(() => one.state.code !== undefined, 'it is closed');
    expect(one.state.code).toBe(4403);
  }
});

test('a subscription before the acknowledgement closes with 4401', async () => {
  const one = await raw(await start(), undefined);
  one.send({ id: '1', type: 'subscribe', payload: { query: watch } });
  await until(() => one.state.code !== undefined, 'it is closed');
  expect(one.state.code).toBe(4401);
});

test('the socket closes with 4401 when its token expires', async () => {
  const gateway = await start();
  const one = await raw(gateway, { authorization: await gateway.people.bearer(operator, 2_000) });
  await until(() => one.messages.length > 0, 'it is acknowledged');
  one.send({ id: '1', type: 'subscribe', payload: { query: watch } });
  await until(() => gateway.plant.alerts.open === 1, 'the stream is open');
  await until(() => one.state.code !== undefined, 'it is closed');
  expect(one.state.code).toBe(4401);
});

test('a socket with a foreign Origin is refused; one without, one of the gateway and one that is allowed are let in', async () => {
  const gateway = await start({ origins: ['https://console.example'] });
  const refused = await raw(gateway, {}, { origin: 'https://evil.example' });
  await until(() => refused.state.refused !== undefined, 'it is refused');
  expect(refused.state.refused).toBe(403);
  for (const headers of [{}, { origin: gateway.gateway.url }, { origin: 'https://console.example' }]) {
    const one = await raw(gateway, { authorization: await gateway.people.bearer(operator) }, headers);
    await until(() => one.messages.length > 0, 'it is acknowledged');
    one.socket.close();
  }
});

test('nobody ends the gateway by asking for a socket', async () => {
  const { gateway } = await start();
  const upgrade = (path: string) =>
    `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
  for (const path of ['//', 'http://[', '/%ff', '*', '/nothing?x=//']) {
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(upgrade(path));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404 [\s\S]*"code":"BAD_USER_INPUT"/);
    socket.destroy();
  }
  const broken = connect(gateway.port, '127.0.0.1');
  broken.write(upgrade('/graphql').replace(/sec-websocket-key: \S+\r\n/, ''));
  const [told] = (await once(broken, 'data')) as [Buffer];
  expect(String(told)).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"BAD_USER_INPUT"/);
  // One that is gone before it has read why.
  for (let time = 0; time < 20; time += 1) {
    const socket = connect(gateway.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(upgrade('/nothing').repeat(3), () => socket.resetAndDestroy());
    await once(socket, 'close');
  }
  // One that reads and does not go: what it writes is met by a connection that is no more.
  const staying = connect({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true });
  staying.on('error', () => undefined);
  staying.write(upgrade('/nothing'));
  staying.resume();
  await until(() => staying.destroyed || !staying.write('x'), 'it is cut off');
  expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
});

test('queries and mutations are refused with the way to go, and the socket stays', async () => {
  const gateway = await start();
  const one = await raw(gateway, { authorization: await gateway.people.bearer(operator) });
  await until(() => one.messages.length > 0, 'it is acknowledged');
  one.send({ id: '1', type: 'subscribe', payload: { query: '{ whoAmI }' } });
  one.send({ id: '2', type: 'subscribe', payload: { query: 'mutation { stall(ms: 1) }' } });
  await until(() => one.of('1').length > 0 && one.of('2').length > 0, 'both are answered');
  for (const id of ['1', '2'])
    expect(one.of(id)).toMatchObject([
      { type: 'error', payload: [{ message: expect.stringContaining('HTTP'), extensions: { code: 'BAD_USER_INPUT' } }] },
    ]);
  expect(one.state.code).toBeUndefined();
});

test('what cannot be read, is not valid, costs too much or is not permitted is refused, and the other subscriptions of the socket go on', async () => {
  const gateway = await start({ limits: { operation: { costMax: 500 } } });
  const one = await raw(gateway, { authorization: await gateway.people.bearer(person(3, ['read:alerts'])) });
  await until(() => one.messages.length > 0, 'it is acknowledged');
  one.send({ id: 'served', type: 'subscribe', payload: { query: watch } });
  await until(() => gateway.plant.alerts.open === 1, 'the stream is open');
  const refused = {
    syntax: ['subscription {', 'GRAPHQL_VALIDATION_FAILED'],
    unknown: ['subscription { alertChanged { nothing } }', 'GRAPHQL_VALIDATION_FAILED'],
    // graphql-js 16 throws inside validate() on this one.
    conditional: ['subscription ($x: Boolean!) { alertChanged @include(if: $x) { cursor } }', 'GRAPHQL_VALIDATION_FAILED'],
    hidden: ['subscription { ...F @skip(if: false) } fragment F on Subscription { alertChanged { cursor } }', 'GRAPHQL_VALIDATION_FAILED'],
    two: ['subscription { alertChanged { cursor } other: alertChanged { cursor } }', 'GRAPHQL_VALIDATION_FAILED'],
    empty: ['', 'GRAPHQL_VALIDATION_FAILED'],
    forbidden: ['subscription { telemetryFrames(tagIds: []) { tagIds } }', 'FORBIDDEN'],
    dear: ['subscription { alertChanged { alert { asset { site { assets { site { assets { id } } } } } } } }', 'COST_LIMIT'],
    variable: ['subscription ($tags: Int!) { alertChanged(siteId: $tags) { cursor } }', 'GRAPHQL_VALIDATION_FAILED'],
  };
  for (const [id, [query]] of Object.entries(refused)) one.send({ id, type: 'subscribe', payload: { query } });
  await until(() => Object.keys(refused).every((id) => one.of(id).length > 0), 'all are answered');
  for (const [id, [, code]] of Object.entries(refused)) {
    expect([id, one.of(id)[0]]).toMatchObject([
      id,
      {
        type: 'error',
        payload: [{ extensions: { code, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) } }],
      },
    ]);
  }

  gateway.plant.alerts.emit({ id: 'r1', value: 1, assetId: 'a1', siteId: 's1' });
  await until(() => one.of('served').length === 1, 'the other one is served');
  expect(one.of('served')[0]).toEqual({ id: 'served', type: 'next', payload: { data: { alertChanged: { cursor: 'c1' } } } });
  expect(one.state.code).toBeUndefined();
});

test('variables that do not fit are the caller’s mistake', async () => {
  const gateway = await start();
  const refused = listen(gateway.client(operator), 'subscription ($tags: [ID!]!) { telemetryFrames(tagIds: $tags) { tagIds } }', {});
  await until(() => refused.end !== undefined, 'it is refused');
  expect(refused.end).toMatchObject({ how: 'error', error: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('a socket carries a bounded number of subscriptions, a tenant a bounded number of sockets', async () => {
  const gateway = await start({ limits: { sockets: { subscriptionsMax: 2, socketsPerTenantMax: 1 } } });
  const one = await raw(gateway, { authorization: await gateway.people.bearer(operator) });
  await until(() => one.messages.length > 0, 'it is acknowledged');
  for (const id of ['1', '2', '3']) one.send({ id, type: 'subscribe', payload: { query: watch } });
  await until(() => one.of('3').length > 0, 'the third is answered');
  expect(one.of('3')).toMatchObject([{ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] }]);

  const other = await raw(gateway, { authorization: await gateway.people.bearer(person(2, [])) });
  await until(() => other.state.code !== undefined, 'it is closed');
  expect(other.state.code).toBe(1013);
  one.socket.close();
  await until(async () => (await gateway.metric('dcmms_live_sockets')) === 0, 'it is gone');
  const next = await raw(gateway, { authorization: await gateway.people.bearer(operator) });
  await until(() => next.messages.length > 0, 'there is room again');
});

test('a message that is too large closes the socket', async () => {
  const gateway = await start({ limits: { sockets: { messageBytesMax: 1_000 } } });
  const one = await raw(gateway, { authorization: await gateway.people.bearer(operator) });
  await until(() => one.messages.length > 0, 'it is acknowledged');
  one.send({ id: '1', type: 'subscribe', payload: { query: watch, variables: { filler: 'x'.repeat(2_000) } } });
  await until(() => one.state.code !== undefined, 'it is closed');
  expect(one.state.code).toBe(1009);
});

test('who loses rights comes back with the new ones, who is locked out does not', async () => {
  const gateway = await start();
  const [one, two, three] = [person(1, ['read:alerts']), person(2, ['read:alerts']), person(3, ['read:alerts'])];
  const sockets = await Promise.all(
    [one, two, three].map(async (each) => raw(gateway, { authorization: await gateway.people.bearer(each) })),
  );
  await until(() => sockets.every(({ messages }) => messages.length > 0), 'all are acknowledged');
  gateway.people.change(one, person(1, []));
  gateway.people.change(two, undefined);
  gateway.people.change(three, person(3, ['read:alerts']));
  await until(() => sockets[0]?.state.code !== undefined && sockets[1]?.state.code !== undefined, 'two are closed');
  expect(sockets.map(({ state }) => state.code)).toEqual([1012, 4403, undefined]);
});

test('a stalled client loses its own stream alone: the others get everything', async () => {
  const gateway = await start({ limits: { sockets: { waitingMax: 20, keepAliveMs: 60_000 } } });
  const query = 'subscription { alertChanged { cursor alert { id } } }';
  const stalled = await raw(gateway, { authorization: await gateway.people.bearer(operator) });
  await until(() => stalled.messages.length > 0, 'it is acknowledged');
  stalled.send({ id: '1', type: 'subscribe', payload: { query } });
  const healthy = listen(gateway.client(operator), query);
  await until(async () => (await gateway.metric('dcmms_live_members')) === 2, 'both have joined');
  stalled.socket.pause();
  // Large ids fill the kernel's buffers, which swallow the first megabytes.
  const filler = 'x'.repeat(60_000);
  let emitted = 0;
  while ((await gateway.metric('dcmms_live_dropped_total')) === 0) {
    for (let burst = 0; burst < 10; burst += 1)
      gateway.plant.alerts.emit({ id: `${(emitted += 1)} ${filler}`, value: 1, assetId: 'a1', siteId: 's1' });
    await until(() => healthy.results.length === emitted, 'the healthy one has heard them');
    if (emitted > 2_000) throw new Error('nothing was ever refused');
  }
  stalled.socket.resume();
  await until(() => stalled.of('1').some(({ type }) => type === 'error'), 'the stalled one is told');
  const own = stalled.of('1');
  expect(own.at(-1)).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
  // In order and without a gap up to where it ended.
  const cursors = own
    .slice(0, -1)
    .map(({ payload }) => Reflect.get(Reflect.get(Reflect.get(payload ?? {}, 'data') ?? {}, 'alertChanged') ?? {}, 'cursor'));
  expect(cursors).toEqual(cursors.map((_, index) => `c${index + 1}`));
  expect(healthy.results.length).toBe(emitted);
}, 60_000);

test('when it cannot be told who asks, the client is asked to try again', async () => {
  class Away extends SignedPeople {
    override async authenticate(): Promise<never> {
      throw new Error('the directory is away');
    }
  }
  const one = await raw(await start({ identity: new Away() }), { authorization: 'Bearer x' });
  await until(() => one.state.code !== undefined, 'it is closed');
  expect(one.state.code).toBe(1013);
});

test('closing the gateway tells the streams, so that clients come back elsewhere', async () => {
  const gateway = await start();
  const heard = listen(gateway.client(operator), watch);
  await until(() => gateway.plant.alerts.open === 1, 'the stream is open');
  await gateway.stop();
  started = undefined;
  await until(() => heard.end !== undefined, 'the client is told');
  expect(heard.end?.how).toBe('error');
});
