import { randomUUID } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { follow } from '@dcmms/runtime/answer.ts';
import { person } from '@dcmms/runtime/testing/ask.ts';
import { startTestFront, testSecret, type TestFront } from '../bridge/testing/front.ts';
import { createTestSite, createTestStore, silent, type TestSite, type TestStore } from '../bridge/testing/site.ts';
import { createTelemetry, type Telemetry } from '../index.ts';
import { livePassword } from '../live/topic.ts';
import { writeReadings } from '../testing/readings.ts';

type Stream = AsyncIterableIterator<ExecutionResult>;

let store: TestStore;
let site: TestSite;
let front: TestFront;
let port: number;
let gateway: MqttClient;
let telemetry: Telemetry;

beforeAll(async () => {
  store = await createTestStore();
  site = await createTestSite(store.admin);
  port = await freePort();
  front = await startTestFront(store, { port });
  gateway = await front.connect(site);
  telemetry = createTelemetry({
    databaseUrl: roleUrl(store.test.url, 'dcmms_telemetry', inject('secret')),
    outboxUrl: roleUrl(store.test.url, 'dcmms_relay', inject('secret')),
    questdb: { pgReadUrl: inject('questdb')?.pgReadUrl ?? `postgresql://nobody@127.0.0.1:${await freePort()}/qdb` },
    live: { mqttUrl: `mqtt://127.0.0.1:${port}`, password: livePassword(testSecret) },
    log: silent,
  });
});
afterAll(async () => {
  await telemetry.close();
  await front[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
});

describe('telemetryFrames', () => {
  test('brings what a gateway has just sent, with the readings’ own times', async () => {
    const stream = await listen([site.power.mappingId, site.heat.mappingId]);
    const atMs = Date.now();
    await send([
      [site.power.tag, atMs, 612.4],
      [site.heat.tag, atMs + 1, 500],
    ]);
    const seen = await framesUntil(
      stream,
      (frames) => told(frames, site.power.mappingId) === 612.4 && told(frames, site.heat.mappingId) === 500,
    );
    const { tagIds, timestamps, values, qualities } = lastWith(seen, site.heat.mappingId);
    const place = tagIds.indexOf(site.heat.mappingId);
    // Beyond what its mapping allows, and so stored and shown as BAD.
    expect([timestamps[place], values[place], qualities[place]]).toEqual([new Date(atMs + 1).toISOString(), 500, 'BAD']);
    await stream.return?.();
  });

  test('tells the newest reading of each tag, no faster than it was asked for', async () => {
    const stream = await listen([site.power.mappingId], 5);
    await framesUntil(stream, (frames) => frames.length > 0);
    const begun = performance.now();
    const startMs = Date.now();
    const sending = (async () => {
      for (let step = 1; step <= 100; step += 1) await send([[site.power.tag, startMs + step, step]]);
    })();
    const frames = await framesUntil(stream, (so) => told(so, site.power.mappingId) === 100);
    await sending;
    const values = frames.map((frame) => frame.values[0] ?? 0);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(frames.length - 1).toBeLessThanOrEqual((performance.now() - begun) / 200 + 1);
    await stream.return?.();
  });

  test.skipIf(inject('questdb') === null)('begins with what the store knows of tags that are silent', async () => {
    const [, , silentPower] = site.tags;
    if (!silentPower) throw new Error('the site lacks a tag');
    const at = new Date(Date.now() - 3_600_000);
    await writeReadings([{ siteId: site.siteId, assetId: silentPower.assetId, tag: silentPower.tag, at, value: 42, quality: 'UNCERTAIN' }]);
    const stream = await listen([silentPower.mappingId]);
    const [first] = await framesUntil(stream, (frames) => frames.length > 0);
    expect(first).toEqual({ tagIds: [silentPower.mappingId], timestamps: [at.toISOString()], values: [42], qualities: ['UNCERTAIN'] });
    await stream.return?.();
  });

  test('listens once for all subscribers, and no longer than there are any', async () => {
    const streams = [await listen([site.power.mappingId]), await listen([site.power.mappingId, site.heat.mappingId])];
    const atMs = Date.now();
    await send([[site.power.tag, atMs, 7]]);
    for (const stream of streams) await framesUntil(stream, (frames) => told(frames, site.power.mappingId) === 7);
    expect(front.live.watchers).toBe(1);
    const pending = streams.map((stream) => stream.next());
    for (const stream of streams) await stream.return?.();
    for (const next of pending) expect(await next).toEqual({ done: true, value: undefined });
    await until(() => front.live.watchers === 0);
  });

  test('goes on when the bridge comes back', async () => {
    const stream = await listen([site.heat.mappingId]);
    await send([[site.heat.tag, Date.now(), 61]]);
    await framesUntil(stream, (frames) => told(frames, site.heat.mappingId) === 61);
    await front[Symbol.asyncDispose]();
    await until(async () => (await telemetry.ready()).some(({ part, ok }) => part === 'live values' && !ok));
    front = await startTestFront(store, { port });
    gateway = await front.connect(site);
    await send([[site.heat.tag, Date.now(), 62]]);
    await framesUntil(stream, (frames) => told(frames, site.heat.mappingId) === 62);
    await stream.return?.();
  });
});

interface Frame {
  readonly tagIds: string[];
  readonly timestamps: string[];
  readonly values: (number | null)[];
  readonly qualities: string[];
}

async function listen(tagIds: readonly string[], maxHz?: number): Promise<Stream> {
  const query = `subscription ($tagIds: [ID!]!, $maxHz: Int) {
    telemetryFrames(tagIds: $tagIds, maxHz: $maxHz) { tagIds timestamps values qualities } }`;
  const operator = person({ tenantId: site.tenantId, siteIds: [site.siteId], grants: { 'read:telemetry': 'sites' } });
  const scope = { requestId: randomUUID(), traceId: randomUUID().replaceAll('-', ''), signal: new AbortController().signal };
  const stream = await follow(telemetry, { query, variables: { tagIds, maxHz } }, operator, scope);
  if (Symbol.asyncIterator in stream) return stream;
  throw new AggregateError(stream.errors ?? [], 'the subscription was refused');
}

async function send(points: readonly (readonly [tag: string, timeMs: number, value: number])[]): Promise<void> {
  const content = {
    gateway: 'GW-01',
    seq: 1,
    sentAt: Date.now(),
    points: points.map(([tag, t, v]) => ({ asset: tag.split('.')[0], tag, t, v })),
  };
  await gateway.publishAsync(site.topic, JSON.stringify(content), { qos: 1 });
}

/** Frames up to the first with which a condition holds. */
async function framesUntil(stream: Stream, condition: (frames: readonly Frame[]) => boolean): Promise<Frame[]> {
  const frames: Frame[] = [];
  while (!condition(frames)) {
    const { value } = await stream.next();
    expect(value.errors).toBeUndefined();
    frames.push(JSON.parse(JSON.stringify(value.data)).telemetryFrames);
  }
  return frames;
}

function lastWith(frames: readonly Frame[], tagId: string): Frame {
  const found = frames.findLast((frame) => frame.tagIds.includes(tagId));
  if (!found) throw new Error('no frame has this tag');
  return found;
}

/** The value that frames told last of a tag. */
function told(frames: readonly Frame[], tagId: string): number | null | undefined {
  const found = frames.findLast((frame) => frame.tagIds.includes(tagId));
  return found?.values[found.tagIds.indexOf(tagId)];
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
