import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@dcmms/runtime/database/database.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Journal } from '../journal/journal.ts';
import { DEAD_LETTERS, READINGS } from '../journal/record.ts';
import { withCutOff, type CutOffDatabase } from '../testing/cut-off.ts';
import { createTestSite, createTestStore, silent, type TestSite, type TestStore } from '../testing/site.ts';
import { encodeLetters, LetterBook, type Letter } from './letter.ts';
import { LetterRecorder } from './recorder.ts';

let store: TestStore;
let way: CutOffDatabase;
let database: Database;
let site: TestSite;
let folder: string;
let journal: Journal;
let recorder: LetterRecorder;
let book: LetterBook;

beforeAll(async () => {
  store = await createTestStore();
  way = await withCutOff(store.url);
  database = new Database({ url: way.url, name: 'recorder test', log: silent, connectionsMax: 2 });
});
afterAll(async () => {
  await database.close();
  await way[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
});
beforeEach(async () => {
  site = await createTestSite(store.admin);
  folder = await mkdtemp(join(tmpdir(), 'letters-'));
  book = new LetterBook();
  await open();
});
afterEach(async () => {
  way.mend();
  await close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  journal = await Journal.open({ folder, consumers: ['letters'], bytesMax: 64 * 1024 * 1024, log: silent });
  recorder = new LetterRecorder({ consumer: journal.consumer('letters'), database, log: silent, writeEveryMs: 10 });
  recorder.start();
}

async function close(): Promise<void> {
  await recorder.close();
  await journal.close();
}

const now = Date.now();
const letter = (changes: Partial<Pick<Letter, 'topic' | 'reason' | 'siteId' | 'gatewayId' | 'tenantId' | 'count'>> = {}): Letter => {
  const { tenantId, siteId, gatewayId, topic, reason, count } = {
    ...site,
    topic: site.topic,
    reason: 'unknown_tag' as const,
    count: 1,
    ...changes,
  };
  return book.add({ tenantId, siteId, gatewayId }, topic, reason, 'no such tag', count, () => Buffer.from('{"v":1}'), now);
};
const tell = (...letters: Letter[]) => journal.append(DEAD_LETTERS, encodeLetters(letters));
const kept = async () =>
  (
    await store.admin.query<Record<string, unknown>>(
      `select id, topic, gateway_id, site_id, reason, error, payload, count, received_at from ingest_dead_letters where tenant_id = $1 order by id`,
      [site.tenantId],
    )
  ).rows;

test('a dead letter is kept with what was sent, and a sum', async () => {
  await journal.append(READINGS, Buffer.from('not a letter'));
  const first = letter();
  await tell(first);
  await expect.poll(kept).toEqual([
    {
      id: first.id,
      topic: site.topic,
      gateway_id: site.gatewayId,
      site_id: site.siteId,
      reason: 'unknown_tag',
      error: 'no such tag',
      payload: Buffer.from('{"v":1}'),
      count: 1,
      received_at: new Date(now),
    },
  ]);
  await tell(letter({ count: 4 }), letter({ reason: 'forbidden', topic: 'x' }));
  await tell(letter({ count: 2 }));
  await expect
    .poll(async () => (await kept()).map(({ reason, count }) => [reason, count]))
    .toEqual([
      ['unknown_tag', 7],
      ['forbidden', 1],
    ]);
});

test('one that is told twice, or read again after a crash, counts once', async () => {
  const [first, second] = [letter(), letter({ count: 2 })];
  await tell(first, second, first);
  await expect.poll(async () => (await kept()).map(({ count }) => count)).toEqual([3]);
  journal.consumer('letters').rewind();
  await tell(second);
  await expect.poll(() => journal.consumer('letters').lag).toBe(0);
  expect((await kept()).map(({ count }) => count)).toEqual([3]);
});

test('it waits while the database is away, over a restart too', async () => {
  way.cut();
  await tell(letter());
  await expect.poll(() => recorder.trouble).toMatch(/cannot be written/);
  await close();
  await open();
  await tell(letter());
  way.mend();
  await expect.poll(async () => (await kept()).map(({ count }) => count), { timeout: 10_000 }).toEqual([2]);
  await expect.poll(() => recorder.trouble).toBeUndefined();
});

test('one of a gateway, a site or a tenant that is gone holds up no other', async () => {
  const gone = '0198a000-0000-7000-8000-00000000dead';
  await tell(letter({ gatewayId: gone, siteId: gone }), letter({ tenantId: gone }), letter({ topic: 'with \u0000 in it' }));
  await expect
    .poll(async () => (await kept()).map(({ topic, gateway_id, site_id }) => [topic, gateway_id, site_id]))
    .toEqual([
      [site.topic, null, null],
      ['with \ufffd in it', site.gatewayId, site.siteId],
    ]);
});
