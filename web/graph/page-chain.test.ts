import { createServer, type Server } from 'node:http';
import { parse } from 'graphql';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Client, fetchExchange, mapExchange, type OperationResult, type TypedDocumentNode } from 'urql';
import { rows } from './cache.ts';
import { PageChain } from './page-chain.ts';
import { readings } from './reading.ts';

interface Answer {
  readonly items: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly { readonly id: string }[];
  };
}

// Not as the console's documents are written, or the generator would look for `items` in the graph.
const document: TypedDocumentNode<Answer, { after: string | null }> = parse(
  'query Items($after: String) { items(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } }',
);

let http: Server;
let client: Client;
/** What the list holds now, and how it was asked. */
let items: string[];
let asked: (string | null)[];
let broken: boolean;
/** Answers are out of this browser's store, and this old. */
let keptAt: number | undefined;

beforeEach(async () => {
  items = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  asked = [];
  broken = false;
  keptAt = undefined;
  http = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const after: string | null = JSON.parse(body).variables?.after ?? null;
      asked.push(after);
      response.setHeader('content-type', 'application/json');
      if (broken) return response.writeHead(503).end(JSON.stringify({ errors: [{ message: 'No', extensions: { code: 'UNAVAILABLE' } }] }));
      const page = items.slice(after === null ? 0 : items.indexOf(after) + 1).slice(0, 3);
      const end = page.at(-1) ?? null;
      return response.end(
        JSON.stringify({
          data: {
            items: {
              __typename: 'ItemConnection',
              totalCount: items.length,
              pageInfo: { __typename: 'PageInfo', hasNextPage: end !== items.at(-1), endCursor: end },
              nodes: page.map((id) => ({ __typename: 'Item', id })),
            },
          },
        }),
      );
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  client = new Client({
    url: `http://127.0.0.1:${port}/`,
    preferGetMethod: false,
    exchanges: [readings(), rows(), mapExchange({ onResult: asKept }), fetchExchange],
  });
});

afterEach(async () => {
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

const asKept = (result: OperationResult) => (keptAt === undefined ? result : { ...result, extensions: { keptAt } });

function chain() {
  const made = new PageChain<Answer, { after: string | null }, { readonly id: string }>({
    client,
    document,
    variables: (after) => ({ after }),
    pick: (data) => data.items,
    idOf: ({ id }) => id,
    offline: false,
  });
  const shown = () =>
    made
      .get()
      .rows.map(({ id }) => id)
      .join('');
  return { made, shown, stop: made.subscribe(() => {}) };
}

test('pages follow one another, each from the end of the one before', async () => {
  const { made, shown, stop } = chain();
  await vi.waitUntil(() => shown() === 'abc');
  expect(made.get()).toMatchObject({ total: 7, more: true });
  made.loadMore();
  await vi.waitUntil(() => shown() === 'abcdef');
  made.loadMore();
  await vi.waitUntil(() => shown() === 'abcdefg');
  expect(made.get().more).toBe(false);
  expect(asked).toEqual([null, 'c', 'f']);
  stop();
});

test('when rows have come on top, the pages below are read again from where the first one ends now', async () => {
  const { made, shown, stop } = chain();
  await vi.waitUntil(() => shown() === 'abc');
  made.loadMore();
  await vi.waitUntil(() => shown() === 'abcdef');
  items.unshift('x', 'y');
  made.refetch();
  await vi.waitUntil(() => shown() === 'xyabcd');
  expect(made.get()).toMatchObject({ total: 9, more: true });
  stop();
});

test('a failed reading leaves the rows and says so; the next one takes it back', async () => {
  const { made, shown, stop } = chain();
  await vi.waitUntil(() => shown() === 'abc');
  broken = true;
  made.refetch();
  await vi.waitUntil(() => made.get().error !== undefined);
  expect(shown()).toBe('abc');
  broken = false;
  items = ['z'];
  made.refetch();
  await vi.waitUntil(() => shown() === 'z');
  expect(made.get()).toMatchObject({ error: undefined, more: false, total: 1 });
  stop();
});

test('a further page that cannot be read tells nobody twice: whoever wants it asks at every change', async () => {
  const { made, shown, stop } = chain();
  await vi.waitUntil(() => shown() === 'abc');
  broken = true;
  made.loadMore();
  await vi.waitUntil(() => made.get().error !== undefined);
  const told = vi.fn<() => void>();
  const unheard = made.subscribe(told);
  made.loadMore();
  made.loadMore();
  expect(told).not.toHaveBeenCalled();
  broken = false;
  made.refetch();
  await vi.waitUntil(() => shown() === 'abcdef');
  unheard();
  stop();
});

/** Another list reads one of the same rows: what a chain shows of it comes out of the cache anew. */
async function readElsewhere(made: ReturnType<typeof chain>['made']): Promise<void> {
  let told = 0;
  const stop = made.subscribe(() => (told += 1));
  await client.query(document, { after: 'nowhere' }).toPromise();
  await vi.waitUntil(() => told > 0);
  stop();
}

test('a failed reading stays one when the rows are shown again out of the cache', async () => {
  const { made, shown, stop } = chain();
  await vi.waitUntil(() => shown() === 'abc');
  broken = true;
  made.refetch();
  await vi.waitUntil(() => made.get().error !== undefined);
  broken = false;
  await readElsewhere(made);
  expect(made.get().error).toBeDefined();
  stop();
});

test('rows that were kept have their age until they are read', async () => {
  keptAt = 7;
  const { made, shown, stop } = chain();
  await vi.waitUntil(() => shown() === 'abc');
  expect(made.get().keptAt).toBe(7);
  keptAt = undefined;
  await readElsewhere(made);
  expect(made.get().keptAt).toBe(7);
  made.refetch();
  await vi.waitUntil(() => made.get().keptAt === undefined);
  stop();
});

test('a list that nobody looks at asks nothing', async () => {
  const { made, shown, stop } = chain();
  await vi.waitUntil(() => shown() === 'abc');
  stop();
  made.refetch();
  const again = chain();
  await vi.waitUntil(() => again.shown() === 'abc');
  again.stop();
  expect(asked.length).toBeLessThanOrEqual(2);
});
