import { gzipSync } from 'node:zlib';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { eventually } from '../testing/eventually.ts';
import { EdgeGateway, type Point } from '../testing/gateway.ts';
import { Person } from '../testing/person.ts';

const own = 'dcmms/v1/helios/CESTAS/telemetry';
const tag = { asset: 'INV-10', tag: 'INV-10.DcVoltage' };
const minute = 60_000;

let installation: Installation;
let gateway: EdgeGateway;
let manager: Person;
/** Times of good readings, each later than the one before. */
let clock = Date.now() - 3_600_000;

beforeAll(async () => {
  installation = await Installation.create(['--no-plant', '--no-web']);
  const ready = await installation.start();
  gateway = await EdgeGateway.connect(ready, 'CESTAS');
  manager = await Person.signIn(ready, 'manager@helios.test');
}, 240_000);

afterAll(async () => {
  await gateway.close();
  await installation.remove();
}, 60_000);

interface Letter {
  readonly reason: string;
  readonly topic: string;
  readonly gateway: string | null;
  readonly error: string | null;
  readonly payload: string | null;
  readonly receivedAt: string;
  readonly count: number;
}

async function lettersFor(person: Person): Promise<readonly Letter[]> {
  const { deadLetters } = await person.data<{ deadLetters: { nodes: Letter[] } }>(
    '{ deadLetters(first: 100) { nodes { reason topic gateway error payload receivedAt count } } }',
  );
  return deadLetters.nodes;
}

/** Letters of one minute, reason and topic are one row with a sum. */
async function countOf(reason: string, topic: string): Promise<number> {
  const letters = await lettersFor(manager);
  return letters.filter((letter) => letter.reason === reason && letter.topic === topic).reduce((sum, { count }) => sum + count, 0);
}

function point(v: unknown, t: unknown = (clock += 1_000)): Record<string, unknown> {
  return { ...tag, t, v };
}

function batch(...points: unknown[]): string {
  return JSON.stringify({ gateway: 'GW-01', seq: 1, sentAt: Date.now(), points });
}

/** Sends a good reading over the same connection, waits for its PUBACK and until the graph shows it. */
async function goodReadingComesThrough(): Promise<void> {
  const good: Point = { ...tag, t: (clock += 1_000), v: 1_000 };
  await gateway.send([good]);
  await eventually(
    () => storedFrom(good.t),
    (times) => times.includes(good.t),
  );
}

async function storedFrom(fromMs: number): Promise<readonly number[]> {
  const query =
    'query ($from: DateTime!, $to: DateTime!) { asset(code: "INV-10") { tags { name series(from: $from, to: $to, resolution: RAW) { timestamps } } } }';
  const { asset } = await manager.data<{ asset: { tags: { name: string; series: { timestamps: string[] } }[] } }>(query, {
    from: new Date(fromMs).toISOString(),
    to: new Date(clock + 1).toISOString(),
  });
  return asset.tags.find(({ name }) => name === tag.tag)?.series.timestamps.map((text) => Date.parse(text)) ?? [];
}

describe('what cannot be read or placed becomes a dead letter with its reason, and the next message comes through', () => {
  test.each<[string, { reason: string; payload: () => string | Buffer; topic?: string; count?: number }]>([
    ['half a JSON text', { reason: 'INVALID_SCHEMA', payload: () => '{"points": [{"asset": "INV-1' }],
    ['JSON that is no batch', { reason: 'INVALID_SCHEMA', payload: () => '[1, 2, 3]' }],
    ['an empty message', { reason: 'INVALID_SCHEMA', payload: () => '' }],
    ['broken gzip', { reason: 'INVALID_SCHEMA', payload: () => Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]) }],
    ['an asset that is not there', { reason: 'UNKNOWN_TAG', payload: () => batch({ ...point(1), asset: 'INV-99' }) }],
    ['a tag that is not there', { reason: 'UNKNOWN_TAG', payload: () => batch({ ...point(1), tag: 'INV-10.Colour' }) }],
    ["another site's tag", { reason: 'UNKNOWN_TAG', payload: () => batch({ asset: 'INV-21', tag: 'INV-21.ActivePower', v: 1 }) }],
    ['one byte more than 256 KiB', { reason: 'TOO_LARGE', payload: () => batch(point(1)).padEnd(256 * 1024 + 1) }],
    ['half a megabyte', { reason: 'TOO_LARGE', payload: () => Buffer.alloc(512 * 1024, 'x') }],
    ['more than 4 MiB when unpacked', { reason: 'TOO_LARGE', payload: () => gzipSync(Buffer.alloc(4 * 1024 * 1024 + 1, ' ')) }],
    ['a time without a zone', { reason: 'BAD_TIMESTAMP', payload: () => batch(point(1, '2026-11-25T12:00:00')) }],
    ['more than five minutes ahead', { reason: 'BAD_TIMESTAMP', payload: () => batch(point(1, Date.now() + 6 * minute)) }],
    ['older than 85 days', { reason: 'BAD_TIMESTAMP', payload: () => batch(point(1, Date.now() - 86 * 1_440 * minute)) }],
    ["another tenant's topic", { reason: 'FORBIDDEN', topic: 'dcmms/v1/borealis/KELDA/telemetry', payload: () => batch(point(1)) }],
    ["the tenant's other site's topic", { reason: 'FORBIDDEN', topic: 'dcmms/v1/helios/MOSS/telemetry', payload: () => batch(point(1)) }],
    ['a topic of nobody', { reason: 'FORBIDDEN', topic: 'hello/world', payload: () => 'hello' }],
    ['three points that are none', { reason: 'INVALID_SCHEMA', count: 3, payload: () => batch(point('much'), point([1]), point({})) }],
  ])('%s', async (_what, { reason, payload, topic = own, count = 1 }) => {
    const before = await countOf(reason, topic);
    await gateway.publish(topic, payload());
    await eventually(
      () => countOf(reason, topic),
      (now) => now >= before + count,
    );
    await goodReadingComesThrough();
    expect(await countOf(reason, topic)).toBe(before + count);
  });

  test('a letter says who sent it, when, and what was wrong with the sample', async () => {
    const topic = 'plants/cestas';
    const since = Date.now();
    await gateway.publish(topic, 'what was sent');
    const letter = await eventually(
      async () => (await lettersFor(manager)).find((candidate) => candidate.topic === topic),
      (found) => found !== undefined,
    );
    expect(letter).toMatchObject({
      reason: 'FORBIDDEN',
      gateway: 'GW-01',
      payload: 'what was sent',
      error: expect.stringContaining(own),
      count: 1,
    });
    const receivedMs = Date.parse(letter?.receivedAt ?? '');
    expect(receivedMs).toBeGreaterThanOrEqual(since - 1_000);
    expect(receivedMs).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});

test('one bad point does not take its batch along: the others are stored, it alone is a dead letter', async () => {
  const before = await countOf('INVALID_SCHEMA', own);
  const [first, bad, second] = [point(10), point('a lot'), point(20)];
  await gateway.publish(own, batch(first, bad, second));
  await eventually(
    () => storedFrom(Number(first?.['t'])),
    (times) => times.length === 2,
  );
  expect(await storedFrom(Number(first?.['t']))).toEqual([first?.['t'], second?.['t']]);
  await eventually(
    () => countOf('INVALID_SCHEMA', own),
    (now) => now === before + 1,
  );
});

test('good and bad messages in one breath: every one is acknowledged and every good one stored', async () => {
  const from = clock + 1;
  const good = Array.from({ length: 20 }, (_, index) => batch(point(index)));
  await Promise.all(
    good.flatMap((message) => [gateway.publish(own, message), gateway.publish(own, '{'), gateway.publish('nowhere', message)]),
  );
  await eventually(
    () => storedFrom(from),
    (times) => times.length === 20,
  );
});

describe('dead letters are seen by whoever may manage gateways of the tenant', () => {
  test('and refused to everybody else', async () => {
    const operator = await Person.signIn(installation.ready, 'operator@helios.test');
    const { data, errors } = await operator.ask('{ deadLetters(first: 1) { nodes { reason } } }');
    expect(data ?? null).toBeNull();
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });

  test('but never those of another tenant, not even when the topic was theirs', async () => {
    expect((await lettersFor(manager)).some(({ topic }) => topic === 'dcmms/v1/borealis/KELDA/telemetry')).toBe(true);
    const foreigner = await Person.signIn(installation.ready, 'manager@borealis.test');
    expect(await lettersFor(foreigner)).toEqual([]);
  });
});

describe('a gateway is let in with its own credential only', () => {
  const credential = (site: string) => {
    const found = installation.ready.gateways.find((candidate) => candidate.site === site);
    if (!found) throw new Error(`no gateway at ${site}`);
    return found;
  };

  test.each([
    ['a wrong password', () => ({ username: credential('CESTAS').username, password: 'guess' })],
    ["another gateway's password", () => ({ username: credential('CESTAS').username, password: credential('MOSS').password })],
    ['a name of nobody', () => ({ username: 'helios:CESTAS:GW-99', password: credential('CESTAS').password })],
    ['no credential', () => ({})],
  ])('%s is refused', async (_what, signIn) => {
    await expect(mqtt.connectAsync(installation.ready.mqtt, { ...signIn(), protocolVersion: 4, reconnectPeriod: 0 })).rejects.toThrow(
      /Connection refused: (Bad username or password|Not authorized)/,
    );
  });
});
