import { createServer, type Server } from 'node:http';
import { buildSchema, GraphQLError, parse, type ExecutionResult } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { follow } from './feed.ts';

const schema = buildSchema('type Query { a: Int } type Event { cursor: String! } type Subscription { changed(after: String): Event! }');
const document = parse('subscription Changed($after: String) { changed(after: $after) { cursor } }');

/** A server of the protocol that the gateway speaks. Each subscription is given the next of `streams`. */
class FeedServer {
  readonly asked: { readonly after: unknown; readonly query: unknown; readonly hash: unknown }[] = [];
  readonly streams: (Stream | string)[] = [];
  readonly #http: Server;
  readonly #sockets: WebSocketServer;

  constructor(http: Server) {
    this.#http = http;
    this.#sockets = new WebSocketServer({ server: http, path: '/graphql' });
    useServer(
      {
        schema,
        onSubscribe: (_context, _id, { variables, query, extensions }) => {
          const persisted: unknown = extensions?.['persistedQuery'];
          this.asked.push({ after: variables?.['after'], query, hash: Reflect.get(Object(persisted), 'sha256Hash') });
          const next = this.streams.shift() ?? new Stream([]);
          if (typeof next === 'string') return [new GraphQLError('No', { extensions: { code: next } })];
          return { schema, document, contextValue: next };
        },
        subscribe: ({ contextValue }) => (contextValue as Stream).events(),
      },
      this.#sockets,
    );
  }

  cut(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  async close(): Promise<void> {
    this.cut();
    this.#sockets.close();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}

/** Events with these cursors; then it stays open, or ends. */
class Stream {
  readonly cursors: readonly string[];
  readonly ends: boolean;

  constructor(cursors: readonly string[], ends = false) {
    this.cursors = cursors;
    this.ends = ends;
  }

  async *events(): AsyncGenerator<ExecutionResult> {
    for (const cursor of this.cursors) yield { data: { changed: { cursor } } };
    if (!this.ends) await new Promise(() => {});
  }
}

let server: FeedServer;
let client: Client;
let seen: string[];
let refused: unknown[];
let stop: () => void;

beforeEach(async () => {
  const http = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  server = new FeedServer(http);
  client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: () => Promise.resolve(),
    shouldRetry: () => true,
  });
  seen = [];
  refused = [];
});

afterEach(async () => {
  stop();
  await client.dispose();
  await server.close();
});

function begin(): void {
  const request = { operationName: 'Changed', variables: { siteId: 's' }, hash: 'abc' };
  const next = ({ data }: { readonly data?: Record<string, unknown> | null }) =>
    void seen.push(String(Reflect.get(Object(data?.['changed']), 'cursor')));
  stop = follow(client, request, { next, refused: (errors) => void refused.push(...errors) }, () => Promise.resolve());
}

test('a cut connection is resumed after the last cursor, by hash alone', async () => {
  server.streams.push(new Stream(['1', '2']), new Stream(['3']));
  begin();
  await vi.waitUntil(() => seen.length === 2);
  server.cut();
  await vi.waitUntil(() => seen.length === 3);
  expect(seen).toEqual(['1', '2', '3']);
  expect(server.asked).toEqual([
    { after: undefined, query: '', hash: 'abc' },
    { after: '2', query: '', hash: 'abc' },
  ]);
});

test('a stream that the gateway ends is asked for again', async () => {
  server.streams.push(new Stream(['1'], true), new Stream(['2']));
  begin();
  await vi.waitUntil(() => seen.length === 2);
  expect(server.asked.map(({ after }) => after)).toEqual([undefined, '1']);
});

test('a gateway that cannot just now is asked again; a cursor that it no longer has is given up', async () => {
  server.streams.push(new Stream(['1'], true), 'UNAVAILABLE', 'BAD_USER_INPUT', new Stream(['9']));
  begin();
  await vi.waitUntil(() => seen.length === 2);
  expect(server.asked.map(({ after }) => after)).toEqual([undefined, '1', '1', undefined]);
  expect(refused).toEqual([]);
});

test('without the permission it is left at that', async () => {
  server.streams.push('FORBIDDEN');
  begin();
  await vi.waitUntil(() => refused.length === 1);
  expect(server.asked).toHaveLength(1);
});

test('what has been told to end asks no more', async () => {
  server.streams.push(new Stream(['1']), new Stream(['2']));
  begin();
  await vi.waitUntil(() => seen.length === 1);
  stop();
  server.cut();
  const other = follow(
    client,
    { operationName: 'Changed', variables: {}, hash: 'other' },
    { next: () => seen.push('other'), refused: () => {} },
  );
  await vi.waitUntil(() => seen.includes('other'));
  other();
  expect(server.asked.map(({ hash }) => hash)).toEqual(['abc', 'other']);
});
