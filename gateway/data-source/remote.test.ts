import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { graphqlError } from '@dcmms/runtime/refusal.ts';
import { verifyViewer, viewerTokenKey } from '@dcmms/runtime/viewer-token.ts';
import { GatewayRequest } from '../request.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { person } from '../testing/people.ts';
import { Breaker } from './breaker.ts';
import { failedFetch } from './failed-fetch.ts';
import { remoteService } from './remote.ts';
import type { Service } from './service.ts';

const viewerKey = viewerTokenKey('the secret of a test');
const viewer = person(1, ['read:assets']);

let server: Server | undefined;
let service: Service | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

/** A subgraph that does what the test says, call by call. */
async function subgraph(answer: (call: number, response: ServerResponse) => void) {
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  const port = await freePort();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      calls.push({ headers: request.headers, body });
      answer(calls.length, response);
    });
  });
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
  const made = remoteService({ name: 'core', url: `http://127.0.0.1:${port}/graphql`, viewerKey });
  service = made;
  const fetch = (
    query: string,
    request = new GatewayRequest({
      viewer,
      expiresAtMs: Date.now() + 3_600_000,
      timeoutMs: 5_000,
      traceId: '0af7651916cd43dd8448eb211c80319c',
    }),
  ) => {
    const options = { request: { query, variables: { id: 'a1' } }, context: { asked: request }, kind: 'incoming operation' };
    return made.fetches.process(options as unknown as Parameters<typeof made.fetches.process>[0]).finally(() => request.close());
  };
  return { calls, fetch };
}

const ok = (response: ServerResponse) => response.setHeader('content-type', 'application/json').end('{"data":{"asset":{"id":"a1"}}}');

test('who asks, how long they wait, and the trace go along with a fetch', async () => {
  const { calls, fetch } = await subgraph((_call, response) => ok(response));
  expect(await fetch('query($id:ID!){asset(id:$id){id}}')).toEqual({ data: { asset: { id: 'a1' } } });
  const [call] = calls;
  expect(JSON.parse(call?.body ?? '')).toEqual({ query: 'query($id:ID!){asset(id:$id){id}}', variables: { id: 'a1' } });
  expect(call?.headers['traceparent']).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
  expect(Number(call?.headers['dcmms-timeout-ms'])).toBeGreaterThan(4_000);
  expect(await verifyViewer(String(call?.headers['dcmms-viewer']), viewerKey, 'core')).toEqual(viewer);
});

test('a query that met a dead connection is asked once more', async () => {
  const { calls, fetch } = await subgraph((call, response) => (call === 1 ? response.socket?.destroy() : ok(response)));
  expect(await fetch('{asset(id:"a1"){id}}')).toEqual({ data: { asset: { id: 'a1' } } });
  expect(calls.length).toBe(2);
});

test('a mutation is never asked twice', async () => {
  const { calls, fetch } = await subgraph((_call, response) => response.socket?.destroy());
  expect(await fetch('mutation($id:ID!){rename(id:$id){id}}')).toEqual({
    errors: [{ message: expect.stringContaining('does not answer'), path: ['rename'], extensions: { code: 'UNAVAILABLE' } }],
  });
  expect(calls.length).toBe(1);
});

test.each([
  ['a page of HTML', (response: ServerResponse) => response.end('<html>')],
  ['a 500', (response: ServerResponse) => response.writeHead(500).end('{"data":null}')],
  ['an answer that is no result', (response: ServerResponse) => response.end('{"hello":1}')],
])('%s counts as no answer', async (_name, answer) => {
  const { fetch } = await subgraph((_call, response) => answer(response));
  expect(await fetch('{asset(id:"a1"){id}}')).toMatchObject({ errors: [{ path: ['asset'], extensions: { code: 'UNAVAILABLE' } }] });
});

test('a request whose time is over gets TIMEOUT for what was not answered', async () => {
  const { fetch } = await subgraph(() => undefined);
  const request = new GatewayRequest({ viewer, expiresAtMs: Date.now() + 60_000, timeoutMs: 100 });
  expect(await fetch('{asset(id:"a1"){id}}', request)).toMatchObject({ errors: [{ path: ['asset'], extensions: { code: 'TIMEOUT' } }] });
  expect(await fetch('{asset(id:"a1"){id}}', request)).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
});

test('a subgraph that keeps failing is spared for a moment, then found to be back', async () => {
  let healthy = false;
  const { calls, fetch } = await subgraph((_call, response) => (healthy ? ok(response) : response.writeHead(500).end()));
  for (let failure = 0; failure < 5; failure += 1) await fetch('{asset(id:"a1"){id}}');
  const asked = calls.length;
  await fetch('{asset(id:"a1"){id}}');
  expect(calls.length).toBe(asked);
  healthy = true;
  let answer = await fetch('{asset(id:"a1"){id}}');
  while (answer.errors) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await fetch('{asset(id:"a1"){id}}');
  }
  expect(answer).toEqual({ data: { asset: { id: 'a1' } } });
});

test('the breaker lets one call through after its rest, and rests again if that fails', () => {
  let nowMs = 0;
  const breaker = new Breaker({ failuresMax: 2, restMs: 100, now: () => nowMs });
  breaker.failed();
  expect(breaker.open).toBe(false);
  breaker.failed();
  expect(breaker.open).toBe(true);
  nowMs = 101;
  expect([breaker.open, breaker.open]).toEqual([false, true]);
  breaker.failed();
  nowMs = 150;
  expect(breaker.open).toBe(true);
  nowMs = 300;
  expect(breaker.open).toBe(false);
  breaker.succeeded();
  expect(breaker.open).toBe(false);
});

test('a fetch of entities that failed names each field of each entity, up to a bound', () => {
  const query =
    'query($representations:[_Any!]!){_entities(representations:$representations){...on Asset{__typename latest{value} t:tags{id}}...on Site{name}}}';
  const failed = failedFetch(
    query,
    {
      representations: [
        { __typename: 'Asset', id: '1' },
        { __typename: 'Site', id: '2' },
      ],
    },
    graphqlError('UNAVAILABLE', 'away'),
  );
  expect(failed.errors.map(({ path }) => path)).toEqual([
    ['_entities', 0, 'latest'],
    ['_entities', 0, 't'],
    ['_entities', 1, 'name'],
  ]);
  const many = failedFetch(
    query,
    { representations: Array.from({ length: 500 }, () => ({ __typename: 'Asset' })) },
    graphqlError('UNAVAILABLE', 'away'),
  );
  expect(many.errors.length).toBe(100);
});
