import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { createTestDatabase, type TestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { Database } from './database/database.ts';
import { createLog } from './log.ts';
import { Operation } from './operation.ts';
import { decodeCursor, encodeCursor, isAfter, OutboxTail, type OutboxEvent } from './outbox.ts';
import { createTenant, type TestTenant } from './testing/tenant.ts';
import { uuidv7 } from './uuidv7.ts';

const log = createLog('test', 'silent');
let database: TestDatabase;
let core: Database;
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  core = new Database({ url: roleUrl(database.url, 'dcmms_core', inject('secret')), name: 'test', log });
  [tenant, other] = await Promise.all([createTenant(database.url), createTenant(database.url)]);
});

afterAll(async () => {
  await core.close();
  await database.drop();
});

const tailOf = async (settings: { pollMs?: number; recentMax?: number } = {}): Promise<OutboxTail> => {
  const tail = new OutboxTail({ url: roleUrl(database.url, 'dcmms_relay', inject('secret')), log, ...settings });
  await tail.start();
  return tail;
};

const emit = (to: TestTenant, n: number) =>
  new Operation({ actor: to.viewer({}), database: core, log }).transaction('test', (unit) =>
    unit.emit({ topic: 'work_order', entityId: uuidv7(), siteId: null, payload: { n } }),
  );

const numberOf = (event: OutboxEvent): number => (event.payload as { n: number }).n;

/** Takes events until there are as many as expected. */
async function take(feed: AsyncIterableIterator<OutboxEvent[]>, count: number): Promise<OutboxEvent[]> {
  const events: OutboxEvent[] = [];
  while (events.length < count) {
    const { value, done } = await feed.next();
    if (done) break;
    events.push(...value);
  }
  return events;
}

test('every event reaches every feed of its tenant once and in order, and no feed of another', async () => {
  await using stack = new AsyncDisposableStack();
  const tail = await tailOf();
  stack.defer(() => tail.close());
  const filter = { tenantId: tenant.id, topics: ['work_order'] };
  const feeds = [tail.follow(filter, undefined), tail.follow(filter, undefined)];
  const foreign = tail.follow({ tenantId: other.id, topics: ['work_order'] }, undefined);
  const received = feeds.map((feed) => take(feed, 200));
  const heard = take(foreign, 1);
  for (let round = 0; round < 20; round += 1) await Promise.all(Array.from({ length: 10 }, (_, index) => emit(tenant, round * 10 + index)));
  for (const events of await Promise.all(received)) {
    expect(new Set(events.map(numberOf)).size).toBe(200);
    const cursors = events.map((event) => event.cursor);
    expect(
      cursors.every((cursor, index) => {
        const before = cursors[index - 1];
        return before === undefined || isAfter(cursor, before);
      }),
    ).toBe(true);
  }
  await emit(other, 7);
  expect((await heard).map(numberOf)).toEqual([7]);
});

test('a feed resumes after any cursor, from memory and from the table alike, none missed, none twice', async () => {
  await using stack = new AsyncDisposableStack();
  const tail = await tailOf({ recentMax: 5 });
  stack.defer(() => tail.close());
  const filter = { tenantId: tenant.id, topics: ['work_order'] };
  const live = tail.follow(filter, undefined);
  const all = take(live, 30);
  for (let n = 0; n < 30; n += 1) await emit(tenant, n);
  const events = await all;
  for (const from of [0, 10, 26]) {
    const after = events[from]?.cursor;
    if (!after) throw new Error('no cursor');
    const again = await take(tail.follow(filter, decodeCursor(encodeCursor(after), new Date())), 29 - from);
    expect(again.map(numberOf)).toEqual(events.slice(from + 1).map(numberOf));
  }
});

test('an event whose transaction commits late is not passed over', async () => {
  await using stack = new AsyncDisposableStack();
  const tail = await tailOf();
  stack.defer(() => tail.close());
  const feed = tail.follow({ tenantId: tenant.id, topics: ['work_order'] }, undefined);
  const received = take(feed, 3);
  const late = new Operation({ actor: tenant.viewer({}), database: core, log }).transaction('test', async (unit) => {
    await unit.emit({ topic: 'work_order', entityId: uuidv7(), siteId: null, payload: { n: 1 } });
    await emit(tenant, 2);
    await emit(tenant, 3);
    await sleep(200);
  });
  await late;
  expect((await received).map(numberOf).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
});

test('an event that another transaction holds back comes when that one ends, although it tells nobody', async () => {
  await using stack = new AsyncDisposableStack();
  const tail = await tailOf({ pollMs: 600_000 });
  stack.defer(() => tail.close());
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  stack.defer(() => admin.end());
  const asked = async () => {
    const { rows } = await admin.query<{ at: string }>(
      `select max(query_start)::text as at from pg_stat_activity where application_name = 'outbox tail' and datname = current_database()`,
    );
    return rows[0]?.at;
  };
  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  stack.defer(() => holder.end());
  await holder.query('begin');
  await holder.query('select pg_current_xact_id()');
  const received = take(tail.follow({ tenantId: tenant.id, topics: ['work_order'] }, undefined), 1);
  const before = await asked();
  await emit(tenant, 1);
  while ((await asked()) === before) await sleep(5);
  await holder.query('commit');
  expect((await received).map(numberOf)).toEqual([1]);
});

test('the tail goes on where it was when its connections are ended', async () => {
  await using stack = new AsyncDisposableStack();
  const tail = await tailOf({ pollMs: 100 });
  stack.defer(() => tail.close());
  const feed = tail.follow({ tenantId: tenant.id, topics: ['work_order'] }, undefined);
  const received = take(feed, 40);
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  stack.defer(() => admin.end());
  for (let n = 0; n < 40; n += 1) {
    await emit(tenant, n);
    if (n % 10 === 5)
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'dcmms_relay' and datname = current_database()`,
      );
  }
  expect((await received).map(numberOf)).toEqual(Array.from({ length: 40 }, (_, n) => n));
});

test('ending a feed does not wait for one more event', async () => {
  await using stack = new AsyncDisposableStack();
  const tail = await tailOf();
  stack.defer(() => tail.close());
  const feed = tail.follow({ tenantId: tenant.id, topics: ['nothing'] }, undefined);
  const pending = feed.next();
  await feed.return?.();
  expect(await pending).toEqual({ done: true, value: undefined });
});

test('what is no cursor, and one older than seven days, is the caller’s mistake', () => {
  const now = new Date('2026-11-25T12:00:00Z');
  const cursor = { timeline: 1, xid: 900n, id: 7n, atMs: now.getTime() - 8 * 86_400_000 };
  for (const text of ['', 'x', '%', encodeCursor(cursor).slice(1), Buffer.from('1.1.1.1').toString('base64url')]) {
    expect(() => decodeCursor(text, now)).toThrow('not a cursor');
  }
  expect(() => decodeCursor(encodeCursor(cursor), now)).toThrow('seven days');
  expect(decodeCursor(encodeCursor({ ...cursor, atMs: now.getTime() }), now)).toEqual({ ...cursor, atMs: now.getTime() });
});

test('who shares a tail has one connection, open until the last of them closes it', async () => {
  const url = roleUrl(database.url, 'dcmms_relay', inject('secret'));
  const [first, second] = [OutboxTail.shared({ url, log }), OutboxTail.shared({ url, log })];
  expect(second).toBe(first);
  await Promise.all([first.start(), second.start()]);
  const feed = second.follow({ tenantId: tenant.id, topics: ['work_order'] }, undefined);
  const received = take(feed, 1);
  await first.close();
  await emit(tenant, 1);
  expect((await received).map(numberOf)).toEqual([1]);
  await second.close();
  expect(await feed.next()).toEqual({ done: true, value: undefined });
  const fresh = OutboxTail.shared({ url, log });
  expect(fresh).not.toBe(first);
  await fresh.close();
});
