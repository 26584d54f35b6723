import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { person, SignedPeople } from '../testing/people.ts';
import { createPlant } from '../testing/plant.ts';
import { startGateway, until, type Started } from '../testing/start.ts';

const nobody = person(1, []);
const closedList = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'COST_LIMIT',
  'RATE_LIMITED',
  'TIMEOUT',
  'UNAVAILABLE',
  'INTERNAL',
];

let started: Started | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

const start = async (settings: Parameters<typeof startGateway>[1] = {}, mode: 'in-process' | 'services' = 'in-process') =>
  (started = await startGateway(mode, settings));

/** A refusal as contract §4 wants every one of them. */
async function expectRefusal(response: Response, status: number, code: string): Promise<string> {
  const text = await response.text();
  expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
  expect(JSON.parse(text)).toMatchObject({
    errors: [{ message: expect.any(String), extensions: { code, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) } }],
  });
  expect(response.status).toBe(status);
  expect(closedList).toContain(code);
  return text;
}

describe('what is refused before it reaches the graph', () => {
  test('no token, a wrong scheme and a bad token are 401 with a sentence', async () => {
    const { gateway } = await start();
    for (const authorization of [undefined, 'Basic YTpi', 'Bearer', 'Bearer nonsense']) {
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      };
      const response = await fetch(gateway.graphql, { method: 'POST', headers, body: '{"query":"{ whoAmI }"}' });
      await expectRefusal(response, 401, 'UNAUTHENTICATED');
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('a scheme in any case is accepted', async () => {
    const { people, ask } = await start();
    const authorization = (await people.bearer(nobody)).replace('Bearer', 'bEaReR');
    expect((await ask(nobody, '{ whoAmI }', { headers: { authorization } })).body).toEqual({ data: { whoAmI: nobody.email } });
  });

  test('who cannot be looked up just now is 503, not 401', async () => {
    class Away extends SignedPeople {
      override async authenticate(): Promise<never> {
        throw new Error('connect ECONNREFUSED 10.0.0.7:5432');
      }
    }
    const { gateway } = await start({ identity: new Away() });
    const response = await fetch(gateway.graphql, { method: 'POST', body: '{}' });
    expect(await expectRefusal(response, 503, 'UNAVAILABLE')).not.toContain('10.0.0.7');
    expect(response.headers.get('retry-after')).toBe('1');
  });

  test('a body over 256 KiB is 413, with or without its length told', async () => {
    const { gateway, people } = await start();
    const headers = { 'content-type': 'application/json', authorization: await people.bearer(nobody) };
    const body = JSON.stringify({ query: '{ whoAmI }', variables: { filler: 'x'.repeat(256 * 1024) } });
    await expectRefusal(await fetch(gateway.graphql, { method: 'POST', headers, body }), 413, 'BAD_USER_INPUT');
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(body));
        controller.close();
      },
    });
    await expectRefusal(await fetch(gateway.graphql, { method: 'POST', headers, body: stream, duplex: 'half' }), 413, 'BAD_USER_INPUT');
  });

  test.each([
    ['text that is no JSON', 'application/json', '{ "query": ', 400],
    ['nothing', 'application/json', '', 400],
    ['a list (a batch)', 'application/json', '[{"query":"{ whoAmI }"},{"query":"{ whoAmI }"}]', 400],
    ['no query', 'application/json', '{"variables":{}}', 400],
    ['a number for a query', 'application/json', '{"query":7}', 400],
    ['variables that are a list', 'application/json', '{"query":"{ whoAmI }","variables":[1]}', 400],
    ['plain text (a form of a foreign page)', 'text/plain', '{"query":"{ whoAmI }"}', 400],
    ['a form', 'application/x-www-form-urlencoded', 'query=%7BwhoAmI%7D', 415],
    ['the hash of an unknown document', 'application/json', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}', 400],
  ])('%s is refused as JSON', async (_name, contentType, body, status) => {
    const { gateway, people } = await start();
    const response = await fetch(gateway.graphql, {
      method: 'POST',
      headers: { 'content-type': contentType, authorization: await people.bearer(nobody) },
      body,
    });
    await expectRefusal(response, status, 'BAD_USER_INPUT');
  });

  test('a GET that a page could send by itself is blocked; one with a header of its own is served; a mutation by GET never', async () => {
    const { gateway, people } = await start();
    const authorization = await people.bearer(nobody);
    const url = `${gateway.graphql}?query=${encodeURIComponent('{ whoAmI }')}`;
    await expectRefusal(await fetch(url, { headers: { authorization } }), 400, 'BAD_USER_INPUT');
    const served = await fetch(url, { headers: { authorization, 'apollo-require-preflight': 'true' } });
    expect(await served.json()).toEqual({ data: { whoAmI: nobody.email } });
    const mutation = `${gateway.graphql}?query=${encodeURIComponent('mutation { stall(ms: 1) }')}`;
    await expectRefusal(await fetch(mutation, { headers: { authorization, 'apollo-require-preflight': 'true' } }), 405, 'BAD_USER_INPUT');
  });

  test('an address with nothing at it, and a method that is not served, are JSON as well', async () => {
    const { gateway } = await start();
    await expectRefusal(await fetch(`${gateway.url}/nothing`), 404, 'BAD_USER_INPUT');
    await expectRefusal(await fetch(`${gateway.url}/%ff`), 400, 'BAD_USER_INPUT');
    await expectRefusal(await fetch(gateway.graphql, { method: 'DELETE' }), 404, 'BAD_USER_INPUT');
    await expectRefusal(await fetch(gateway.graphql, { method: 'OPTIONS' }), 404, 'BAD_USER_INPUT');
  });

  test('more requests in a second than a person may send are 429 with what is left and when to come back; others are not held up', async () => {
    const { ask, gateway, people } = await start({ limits: { http: { requestsPerSecond: 5 } } });
    const authorization = await people.bearer(nobody);
    const send = () =>
      fetch(gateway.graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: '{"query":"{ whoAmI }"}',
      });
    const responses = await Promise.all(Array.from({ length: 12 }, send));
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    const [first] = refused;
    if (!first) throw new Error('nothing was refused');
    expect(first.headers.get('ratelimit-limit')).toBe('5');
    expect(first.headers.get('ratelimit-remaining')).toBe('0');
    expect(first.headers.get('retry-after')).toBe('1');
    await expectRefusal(first, 429, 'RATE_LIMITED');
    expect((await ask(person(2, []), '{ whoAmI }')).status).toBe(200);
  });

  test('200 requests a second of one person are served by default', async () => {
    const { gateway, people } = await start();
    const authorization = await people.bearer(nobody);
    const responses = await Promise.all(
      Array.from({ length: 200 }, () =>
        fetch(gateway.graphql, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization },
          body: '{"query":"{ __typename }"}',
        }),
      ),
    );
    expect(responses.every(({ status }) => status === 200)).toBe(true);
  });

  test('a gateway that is busy says 503 with `Retry-After`', async () => {
    const { gateway, ask, plant, people } = await start({ limits: { http: { requestsAtOnceMax: 1 } } });
    const slow = ask(nobody, '{ slow(ms: 1000) }');
    await until(() => plant.scopes.length === 1, 'the slow one is under way');
    const response = await fetch(gateway.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: await people.bearer(nobody) },
      body: '{"query":"{ whoAmI }"}',
    });
    expect(response.headers.get('retry-after')).toBe('1');
    await expectRefusal(response, 503, 'UNAVAILABLE');
    expect((await slow).body).toEqual({ data: { slow: 'done' } });
    expect((await ask(nobody, '{ whoAmI }')).status).toBe(200);
  });

  test('a body that does not come is a TIMEOUT in the time that a request may take, and gives its place back', async () => {
    const { gateway, ask, people } = await start({ limits: { http: { requestTimeoutMs: 3_000, requestsAtOnceMax: 1 } } });
    const socket = connect(gateway.port, '127.0.0.1');
    const began = performance.now();
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: ${await people.bearer(nobody)}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query"`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"TIMEOUT"/);
    expect(performance.now() - began).toBeLessThan(5_000);
    await once(socket, 'close');
    await until(async () => (await ask(nobody, '{ whoAmI }')).status === 200, 'somebody else is served');
  });

  test('an offer of another protocol is not taken, and the request is served', async () => {
    const { gateway, people } = await start();
    const socket = connect(gateway.port, '127.0.0.1');
    const body = '{"query":"{ whoAmI }"}';
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAA\r\nauthorization: ${await people.bearer(nobody)}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 [\s\S]*"whoAmI"/);
    socket.destroy();
  });

  test('bytes that are no HTTP get an answer that is', async () => {
    const { gateway } = await start();
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write('THIS IS NOT HTTP\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"BAD_USER_INPUT"/);
  });
});

describe('what the graph refuses', () => {
  test.each([
    [
      '2,000 aliases',
      `{ ${Array.from({ length: 2_000 }, (_, index) => `a${index}: asset(id: "1") { site { name } }`).join(' ')} }`,
      {},
      'COST_LIMIT',
    ],
    ['a page of a million', '{ assets(first: 1000000) { nodes { id } } }', {}, 'COST_LIMIT'],
    ['a page of a million through a variable', 'query ($n: Int) { assets(first: $n) { nodes { id } } }', { n: 1_000_000 }, 'COST_LIMIT'],
    ['a typo', '{ asse { id } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a syntax error', '{ asset(id: }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable of the wrong type', 'query ($id: ID!) { asset(id: $id) { id } }', { id: { a: 1 } }, 'BAD_USER_INPUT'],
    ['a variable that is missing', 'query ($id: ID!) { asset(id: $id) { id } }', {}, 'BAD_USER_INPUT'],
    ['a subscription', 'subscription { alertChanged { cursor } }', {}, 'BAD_USER_INPUT'],
    ['@defer', '{ asset(id: "1") { ... @defer { name } } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'introspection of lists in lists',
      '{ __type(name: "Asset") { fields { type { fields { type { fields { type { fields { name } } } } } } } } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ])('%s', async (_name, query, variables, code) => {
    const { ask } = await start();
    const { status, body } = await ask(nobody, query, { variables });
    expect(body.errors?.[0]?.extensions).toEqual({ code, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(body.data).toBeUndefined();
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toMatch(/did you mean/i);
  });

  test.each([585, 791, 1_000])('fragments that multiply (%i bytes) within milliseconds', async (bytes) => {
    const { ask } = await start();
    await ask(nobody, '{ whoAmI }');
    const levels = Math.floor(bytes / 70);
    const query = `{ asset(id: "1") { ...F0 } } ${Array.from({ length: levels }, (_, level) => `fragment F${level} on Asset { site { assets { ${`...F${level + 1} `.repeat(3)}} } }`).join(' ')} fragment F${levels} on Asset { name }`;
    const before = performance.now();
    const { status, body } = await ask(nobody, query);
    expect(performance.now() - before).toBeLessThan(150);
    expect(body.errors?.[0]?.extensions.code).toBe('COST_LIMIT');
    expect(status).toBe(400);
  });

  test('a document of several operations needs to say which', async () => {
    const { ask } = await start();
    const query = 'query A { whoAmI } query B { __typename }';
    expect((await ask(nobody, query)).body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect((await ask(nobody, query, { operationName: 'C' })).body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect((await ask(nobody, query, { operationName: 'B' })).body).toEqual({ data: { __typename: 'Query' } });
  });

  test('a query plan is shown to nobody who asks for it', async () => {
    const { ask } = await start();
    const { body } = await ask(nobody, '{ whoAmI }', { headers: { 'apollo-query-plan-experimental': '1' } });
    expect(body).toEqual({ data: { whoAmI: nobody.email } });
  });

  test('a signed-in bearer may introspect', async () => {
    const { ask } = await start();
    expect((await ask(nobody, '{ __schema { queryType { name } } }')).body).toEqual({
      data: { __schema: { queryType: { name: 'Query' } } },
    });
  });
});

describe('permissions', () => {
  test('a root field without its permission is a top-level FORBIDDEN, before any subgraph is asked', async () => {
    const { ask, plant } = await start();
    for (const query of [
      '{ asset(id: "a1") { id } secret }',
      '{ ...F } fragment F on Query { asset(id: "a1") { id } s: secret }',
      'mutation { rename(id: "a1", name: "x") { id } }',
    ]) {
      const { status, body } = await ask(nobody, query);
      expect(body).toEqual({
        errors: [
          { message: expect.stringContaining('needs the permission'), extensions: { code: 'FORBIDDEN', traceId: expect.any(String) } },
        ],
      });
      expect(status).toBe(403);
    }
    expect(plant.asked).toEqual([]);
    expect((await ask(person(2, ['read:secrets']), '{ secret }')).body).toEqual({ data: { secret: 'the secret' } });
  });

  test('a nested field without its permission is null with FORBIDDEN at its path, the rest is served', async () => {
    const { ask } = await start();
    const { status, body } = await ask(nobody, '{ assets(first: 2) { nodes { id cost } } }');
    expect(status).toBe(200);
    expect(body.data).toEqual({
      assets: {
        nodes: [
          { id: 'a1', cost: null },
          { id: 'a2', cost: null },
        ],
      },
    });
    expect(body.errors).toEqual(
      [0, 1].map((index) => ({
        message: expect.any(String),
        path: ['assets', 'nodes', index, 'cost'],
        extensions: { code: 'FORBIDDEN', traceId: expect.any(String) },
      })),
    );
  });
});

describe.each(['in-process', 'services'] as const)('answers, subgraphs %s', (mode) => {
  test('a fault shows a code and a trace id and nothing of its inside', async () => {
    const { ask } = await start({}, mode);
    const { body } = await ask(nobody, '{ whoAmI broken }');
    expect(body.data).toEqual({ whoAmI: nobody.email, broken: null });
    expect(body.errors).toEqual([
      { message: expect.stringContaining('Quote'), path: ['broken'], extensions: { code: 'INTERNAL', traceId: expect.any(String) } },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/internals|10\.0\.0\.7|core|TypeError|serviceName|stacktrace/);
  });

  test('a malformed value of a scalar is the caller’s mistake, as a literal and as a variable', async () => {
    const { ask } = await start({}, mode);
    for (const [query, variables] of [
      ['{ at(time: "yesterday") }', {}],
      ['query ($t: DateTime!) { at(time: $t) }', { t: 'yesterday' }],
    ] as const) {
      const { body } = await ask(nobody, query, { variables });
      expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
  });

  test('a part of the system that cannot be reached nulls its own fields only', async () => {
    const { ask, plant, services } = await start({}, mode);
    if (mode === 'services') await services.get('telemetry')?.close();
    plant.down.add('telemetry');
    const { status, body } = await ask(nobody, '{ assets(first: 2) { nodes { id name latest { value } } } gone }');
    expect(status).toBe(200);
    expect(body.data).toEqual({
      assets: {
        nodes: [
          { id: 'a1', name: 'asset a1', latest: null },
          { id: 'a2', name: 'asset a2', latest: null },
        ],
      },
      gone: null,
    });
    const shown = body.errors?.map(({ path, extensions }) => [extensions.code, path?.join('.')]).sort();
    expect(shown).toEqual([
      ['UNAVAILABLE', 'assets.nodes.0.latest'],
      ['UNAVAILABLE', 'assets.nodes.1.latest'],
      ['UNAVAILABLE', 'gone'],
    ]);
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|http:/);
    services.delete('telemetry');
  });

  test('what takes longer than a request may take is a TIMEOUT at its field, the rest is served', async () => {
    const { ask } = await start({ limits: { http: { requestTimeoutMs: 400 } } }, mode);
    const before = performance.now();
    const { body } = await ask(nobody, '{ slow(ms: 5000) }');
    expect(performance.now() - before).toBeLessThan(1_500);
    expect(body.data).toEqual({ slow: null });
    expect(body.errors).toEqual([
      { message: expect.any(String), path: ['slow'], extensions: { code: 'TIMEOUT', traceId: expect.any(String) } },
    ]);
  });

  test('the work ends when the caller is gone', async () => {
    const { ask, plant } = await start({}, mode);
    const caller = new AbortController();
    const asked = ask(nobody, '{ slow(ms: 60000) }', { signal: caller.signal });
    await until(() => plant.scopes.length === 1, 'it is under way');
    caller.abort();
    await expect(asked).rejects.toThrow();
    await until(() => plant.scopes[0]?.signal.aborted === true, 'the resolver is told');
  });

  test('request id, trace and idempotency key reach the resolver, and the request id comes back', async () => {
    const { ask, plant } = await start({}, mode);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const { headers } = await ask(nobody, '{ slow(ms: 1) }', {
      headers: { 'x-request-id': 'req-7', traceparent: `00-${traceId}-b7ad6b7169203331-01`, 'idempotency-key': 'key-1' },
    });
    expect(headers.get('x-request-id')).toBe('req-7');
    expect(plant.scopes[0]).toMatchObject({ requestId: 'req-7', traceId, idempotencyKey: 'key-1' });
    const { body } = await ask(nobody, '{ broken }', { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
    expect(body.errors?.[0]?.extensions.traceId).toBe(traceId);
  });

  test('the viewer arrives whole', async () => {
    const { ask } = await start({}, mode);
    expect((await ask(person(7, { 'read:costs': ['sites', 'own'] }), '{ whoAmI asset(id: "a1") { cost } }')).body).toEqual({
      data: { whoAmI: 'person7@helios.test', asset: { cost: 100 } },
    });
  });
});

test('in process, one request makes one context for each subgraph it touches', async () => {
  const { ask, plant } = await start();
  await ask(nobody, '{ assets(first: 3) { nodes { id latest { value } } } a: asset(id: "a1") { name latest { value } } }');
  expect(plant.contexts).toEqual({ core: 1, telemetry: 1 });
  await ask(nobody, '{ whoAmI }');
  expect(plant.contexts).toEqual({ core: 2, telemetry: 1 });
});

test('partners see the graph without what is internal, with the same people, limits and refusals', async () => {
  const internal = '{ diagnostics }';
  const { ask, gateway } = await start({ partnerSdl: createPlant().partnerSdl });
  expect((await ask(nobody, internal)).body).toEqual({ data: { diagnostics: 'for ourselves' } });
  expect((await ask(nobody, internal, { path: '/partner/graphql' })).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect((await ask(nobody, '{ __type(name: "Query") { fields { name } } }', { path: '/partner/graphql' })).body.data).not.toMatchObject({
    __type: { fields: expect.arrayContaining([{ name: 'diagnostics' }]) },
  });
  expect((await ask(nobody, '{ whoAmI asset(id: "a1") { latest { value } } }', { path: '/partner/graphql' })).body).toEqual({
    data: { whoAmI: nobody.email, asset: { latest: { value: 1 } } },
  });
  await expectRefusal(await fetch(gateway.partnerGraphql, { method: 'POST', body: '{}' }), 401, 'UNAUTHENTICATED');
});

test('health, readiness with every part, and metrics', async () => {
  const { gateway, plant, ask } = await start();
  await ask(nobody, '{ whoAmI }');
  expect(await (await fetch(`${gateway.url}/health`)).json()).toMatchObject({ status: 'ok' });
  const ready = await fetch(`${gateway.url}/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    {
      checks: [
        { part: 'identity', ok: true },
        { part: 'core', ok: true },
        { part: 'telemetry', ok: true },
      ],
    },
  ]);
  plant.down.add('core');
  expect((await fetch(`${gateway.url}/ready`)).status).toBe(503);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  for (const name of [
    'dcmms_gateway_request_seconds_count',
    'dcmms_live_hubs',
    'dcmms_live_members',
    'dcmms_live_dropped_total',
    'process_cpu_seconds_total',
  ])
    expect(metrics).toContain(name);
});

test('a gateway that closes lets what is under way finish', async () => {
  const { ask, plant, stop } = await start();
  const slow = ask(nobody, '{ slow(ms: 300) }');
  await until(() => plant.scopes.length === 1, 'it is under way');
  const stopped = stop();
  started = undefined;
  expect((await slow).body).toEqual({ data: { slow: 'done' } });
  await stopped;
});

test('nothing is reported to Apollo', async () => {
  await start();
  expect(process.env['APOLLO_TELEMETRY_DISABLED']).toBe('1');
});
