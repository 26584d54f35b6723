import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectQuestDb, type QuestDbSql } from '@dcmms/db/questdb/connection.ts';
import { migrateQuestDb } from '@dcmms/db/questdb/migrate.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { decodeLetters, LetterBook } from '../dead-letters/letter.ts';
import { Journal } from '../journal/journal.ts';
import { DEAD_LETTERS, READINGS } from '../journal/record.ts';
import { BatchBuilder, encodeSeriesKey } from '../readings/batch.ts';
import { silent } from '../testing/site.ts';
import { LineTransport, parseAddress } from './transport.ts';
import { QuestDbWriter, type WriterSettings } from './writer.ts';

let folder: string;
let journal: Journal;
let writer: QuestDbWriter | undefined;
const questdb = inject('questdb');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'writer-'));
  await open();
});
afterEach(async () => {
  await writer?.close();
  writer = undefined;
  await journal.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  journal = await Journal.open({ folder, consumers: ['questdb', 'letters'], bytesMax: 256 * 1024 * 1024, log: silent });
}

async function start(url: string, settings: Partial<WriterSettings> = {}): Promise<QuestDbWriter> {
  const sink = await LineTransport.open(parseAddress(url));
  writer = new QuestDbWriter({
    consumer: journal.consumer('questdb'),
    journal,
    sink,
    book: new LetterBook(),
    topicOf: () => 'a/topic',
    log: silent,
    commitEveryMs: 20,
    retryMsMax: 20,
    suspectAfter: 3,
    ...settings,
  });
  writer.start();
  return writer;
}

interface Point {
  readonly tag: string;
  readonly timeMs: number;
  readonly value: number | null;
}

const siteId = randomUUID();
const assetId = randomUUID();

function append(points: readonly Point[]): Promise<number> {
  const batch = new BatchBuilder<{ key: Buffer }>();
  const keys = new Map<string, { key: Buffer }>();
  for (const { tag, timeMs, value } of points) {
    const series = keys.get(tag) ?? { key: encodeSeriesKey({ mappingId: randomUUID(), assetId, tag }) };
    keys.set(tag, series);
    batch.add(series, timeMs, value, value === null ? 1 : 0, 4, 0);
  }
  return journal.append(READINGS, batch.encode({ tenantId: randomUUID(), siteId, gatewayId: randomUUID(), arrivedMs: now, sentMs: now }));
}

async function letters() {
  const consumer = journal.consumer('letters');
  consumer.rewind();
  const records = await consumer.read(10_000_000);
  return records.flatMap(({ kind, payload }) => (kind === DEAD_LETTERS ? decodeLetters(payload) : []));
}

const now = Math.floor(Date.now() / 1000) * 1000;
const points = (tag: string, count: number, from = 0): Point[] =>
  Array.from({ length: count }, (_, index) => ({ tag, timeMs: now - 60_000 + from + index, value: index }));
async function caughtUp(): Promise<void> {
  await expect.poll(() => journal.consumer('questdb').lag, { timeout: 30_000 }).toBe(0);
}

describe.skipIf(questdb === null)('into QuestDB', () => {
  let sql: QuestDbSql;
  const address = () => (questdb === null ? expect.unreachable() : questdb);

  beforeAll(async () => {
    if (questdb === null) return;
    await migrateQuestDb({ pgUrl: questdb.pgUrl, log: silent });
    sql = connectQuestDb({ url: questdb.pgReadUrl, max: 1, name: 'writer test' });
  });
  afterAll(() => sql?.end());

  const stored = async (tag: string) => {
    const rows = await sql<
      {
        timestamp: Date;
        value: number | null;
        quality: string;
        source_protocol: string;
        site_id: string;
        asset_id: string;
        ingested_at: Date;
      }[]
    >`
      select * from telemetry_data where tag = ${tag} order by timestamp`;
    return rows.map((row) => ({ ...row }));
  };

  test('every reading of the journal is stored once, with what belongs to it', async () => {
    const tag = randomUUID();
    await append([
      { tag, timeMs: now, value: 612.4 },
      { tag, timeMs: now + 1, value: null },
    ]);
    await append([{ tag, timeMs: now, value: 612.4 }]);
    await start(address().httpUrl);
    await expect
      .poll(() => stored(tag), { timeout: 20_000 })
      .toMatchObject([
        {
          timestamp: new Date(now),
          value: 612.4,
          quality: 'GOOD',
          source_protocol: 'mqtt',
          site_id: siteId,
          asset_id: assetId,
          ingested_at: new Date(now),
        },
        { timestamp: new Date(now + 1), value: null, quality: 'BAD' },
      ]);
    await caughtUp();
    expect(await letters()).toEqual([]);
  });

  test('a batch of many thousands comes in few commits', async () => {
    const tag = randomUUID();
    for (let part = 0; part < 40; part += 1) await append(points(tag, 500, part * 500));
    const { counts } = await start(address().httpUrl);
    await caughtUp();
    expect(counts.rows).toBe(20_000);
    expect(counts.commits).toBeLessThanOrEqual(3);
    await expect.poll(async () => (await stored(tag)).length, { timeout: 20_000 }).toBe(20_000);
  });

  test('a time that poisons its request is found, made a letter, and the rest is stored', async () => {
    const tag = randomUUID();
    await append(points(tag, 50));
    // What the front never lets through: the server answers 500, as if it were its own fault.
    await append([{ tag: `${tag}.poison`, timeMs: 9e14, value: 1 }]);
    await append(points(tag, 50, 1_000));
    await start(address().httpUrl);
    await caughtUp();
    await expect.poll(async () => (await stored(tag)).length, { timeout: 20_000 }).toBe(100);
    const [letter, ...others] = await letters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ reason: 'processing_error', topic: 'a/topic', count: 1, siteId });
    expect(JSON.parse(Buffer.from(letter?.sample ?? '', 'base64').toString())).toMatchObject({ tag: `${tag}.poison`, v: 1 });
  });

  test('goes on behind what it had stored after a restart', async () => {
    const tag = randomUUID();
    await append(points(tag, 10));
    await start(address().httpUrl);
    await caughtUp();
    await writer?.close();
    await journal.close();
    await open();
    await append(points(tag, 10, 100));
    const { counts } = await start(address().httpUrl);
    await caughtUp();
    expect(counts.rows).toBe(10);
    await expect.poll(async () => (await stored(tag)).length, { timeout: 20_000 }).toBe(20);
  });
});

describe('into a server that answers as it likes', () => {
  let server: Server;
  let requests: Buffer[];
  let answer: (lines: Buffer, response: ServerResponse) => void;

  const linesOf = (bytes: Buffer) => bytes.toString('latin1').split('\n').slice(0, -1);
  const url = () => {
    const address: string | AddressInfo | null = server.address();
    return typeof address === 'object' && address ? `http://user:pass%3Bword@127.0.0.1:${address.port}` : expect.unreachable();
  };
  const refuse = (response: ServerResponse, line: number) =>
    response.writeHead(400).end(JSON.stringify({ code: 'invalid', message: 'cast error', line }));

  beforeEach(async () => {
    requests = [];
    server = createServer((request, response) => {
      if (request.url === '/ping') return void response.writeHead(204).end();
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        requests.push(body);
        answer(body, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('sends again what was not stored, for as long as it takes, and in order', async () => {
    let failures = 8;
    answer = (_lines, response) => {
      failures -= 1;
      if (failures % 3 === 0) response.destroy();
      else response.writeHead(failures > 0 ? 503 : 204).end();
    };
    await append(points('a', 3));
    await start(url(), { suspectAfter: 100 });
    await caughtUp();
    expect(new Set(requests.map((bytes) => bytes.toString('hex'))).size).toBe(1);
    await append(points('b', 3));
    await caughtUp();
    expect(linesOf(requests.at(-1) ?? Buffer.alloc(0))).toHaveLength(3);
  });

  test('cuts out the rows that are named, one after the other, and stores all others once', async () => {
    const taken: string[] = [];
    answer = (bytes, response) => {
      const lines = linesOf(bytes);
      const wrong = lines.findIndex((line) => line.includes('tag=wrong'));
      if (wrong >= 0) return void refuse(response, wrong + 1);
      taken.push(...lines);
      response.writeHead(204).end();
    };
    await append([...points('a', 2), ...points('wrong', 1), ...points('b', 2), ...points('wrong', 2, 50), ...points('c', 1)]);
    const { counts } = await start(url());
    await caughtUp();
    expect(taken).toHaveLength(5);
    expect(counts.refused).toBe(3);
    const all = await letters();
    // Three letters of one sum: the last one told holds.
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(Math.max(...all.map(({ count }) => count))).toBe(3);
  });

  test('a wrong credential or a missing table spoils no reading: it waits', async () => {
    let status = 401;
    answer = (_lines, response) => {
      if (status === 400) response.writeHead(400).end(JSON.stringify({ message: 'table: telemetry_data; table does not exist', line: 1 }));
      else response.writeHead(status).end();
    };
    await append(points('a', 3));
    const started = await start(url());
    await expect.poll(() => started.trouble).toMatch(/statusCode=401/);
    await expect.poll(() => requests.length).toBeGreaterThan(5);
    status = 400;
    await expect.poll(() => started.trouble).toMatch(/does not exist/);
    status = 204;
    await caughtUp();
    expect(started.trouble).toBeUndefined();
    expect(await letters()).toEqual([]);
  });

  test('commits at most so often, however the readings trickle in', async () => {
    answer = (_lines, response) => response.writeHead(204).end();
    const { counts } = await start(url(), { commitEveryMs: 300 });
    for (let part = 0; part < 40; part += 1) {
      await append(points('a', 1, part));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await caughtUp();
    expect(counts.rows).toBe(40);
    expect(counts.commits).toBeLessThanOrEqual(8);
  });

  test('a server that hangs does not keep it from closing', async () => {
    answer = () => undefined;
    await append(points('a', 1));
    const started = await start(url());
    await expect.poll(() => requests.length).toBe(1);
    await started.close();
    expect(journal.consumer('questdb').lag).toBe(1);
  });
});
