import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { Database } from '@dcmms/runtime/database/database.ts';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { livePassword, liveTopic, liveUsername } from '../live/credential.ts';
import { wireBytesMax } from '../parse/unpack.ts';
import { startTestFront, testSecret, type TestFront } from '../testing/front.ts';
import { withCutOff } from '../testing/cut-off.ts';
import { createTestSite, createTestStore, silent, type TestSite, type TestStore } from '../testing/site.ts';

let store: TestStore;
let site: TestSite;
let front: TestFront;

beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store[Symbol.asyncDispose]());
beforeEach(async () => {
  site = await createTestSite(store.admin);
});
afterEach(() => front[Symbol.asyncDispose]());

const now = Date.now();
const batch = (...values: unknown[]) =>
  JSON.stringify({ points: values.map((v, index) => ({ asset: site.power.asset, tag: site.power.tag, t: now + index, v })) });
const send = (client: MqttClient, topic: string, message: string | Buffer) => client.publishAsync(topic, message, { qos: 1 });

describe('a gateway', () => {
  test('is answered when its readings are durable', async () => {
    front = await startTestFront(store);
    const client = await front.connect(site);
    await send(client, site.topic, batch(1, 2, null));
    expect((await front.read()).readings).toEqual([
      [site.power.tag, now, 1, 0],
      [site.power.tag, now + 1, 2, 0],
      [site.power.tag, now + 2, null, 1],
    ]);
  });

  test('is not answered while they are not, and in its own order afterwards', async () => {
    front = await startTestFront(store, { journalBytesMax: 1_000 });
    const client = await front.connect(site);
    const answered: number[] = [];
    const all = Array.from({ length: 12 }, (_, index) => send(client, site.topic, batch(index)).then(() => answered.push(index)));
    await expect.poll(() => front.journal.trouble).toMatch(/holds its/);
    const before = answered.length;
    expect(before).toBeLessThan(12);
    const reader = front.journal.consumer('reader');
    while (answered.length < 12) {
      const records = await reader.read(1_000_000);
      await reader.finish((records.at(-1)?.position ?? 0) + 1);
      await reader.more(50);
    }
    await Promise.all(all);
    expect(answered).toEqual(Array.from({ length: 12 }, (_, index) => index));
  });

  test('is answered in the order of its messages, whatever becomes of them', async () => {
    front = await startTestFront(store);
    const client = await front.connect(site);
    const answered: number[] = [];
    // Readings wait for the disk; an empty batch has nothing to wait for.
    const messages = [batch(1), '{"points":[]}', 'not JSON', batch(2), batch('x', 3), '{"points":[]}', batch(4)];
    await Promise.all(messages.map((message, index) => send(client, site.topic, message).then(() => answered.push(index))));
    expect(answered).toEqual(messages.map((_message, index) => index));
  });

  test.each(['dcmms/#', 'dcmms/+/telemetry', 'a/'.repeat(150)])(
    'that publishes to %s, which no broker takes, finds a dead letter and its next message taken',
    async (topic) => {
      front = await startTestFront(store);
      const client = await front.connect(site);
      const closed = new Promise<void>((resolve) => client.once('close', resolve));
      client.publish(topic, 'x', { qos: 1 });
      await closed;
      await expect
        .poll(async () => (await front.read()).letters)
        .toMatchObject([{ reason: 'forbidden', gatewayId: site.gatewayId, count: 1 }]);
      await send(await front.connect(site), site.topic, batch(1));
    },
  );

  test('keeps its readings while nothing is known of its tenant, and finds no dead letter of them', async () => {
    await using way = await withCutOff(store.url);
    const database = new Database({ url: way.url, name: 'mappings away', log: silent });
    way.cut();
    front = await startTestFront(store, { mappingsDatabase: database });
    const client = await front.connect(site);
    let answered = false;
    const sent = send(client, site.topic, batch(1)).then(() => (answered = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(answered).toBe(false);
    way.mend();
    await sent;
    expect(await front.read()).toMatchObject({ readings: [[site.power.tag, now, 1, 0]], letters: [] });
    await database.close();
  });

  test('may use any client id and several connections, even the id that another gateway uses', async () => {
    front = await startTestFront(store);
    const other = await createTestSite(store.admin, site);
    const clients = await Promise.all([
      front.connect(site, { clientId: 'one' }),
      front.connect(site, { clientId: 'two' }),
      front.connect(site),
      front.connect(other, { clientId: 'one' }),
    ]);
    const [first, second, third, stranger] = clients;
    await Promise.all([first, second, third].map((client, index) => client && send(client, site.topic, batch(index))));
    if (stranger) await send(stranger, other.topic, JSON.stringify({ points: [{ asset: other.heat.asset, tag: other.heat.tag, v: 20 }] }));
    expect((await front.read()).readings).toHaveLength(4);
    expect(clients.every((client) => client.connected)).toBe(true);
  });

  test('is refused with a wrong password, an unknown name or none', async () => {
    front = await startTestFront(store);
    await expect(front.connect(site, { password: 'wrong' })).rejects.toThrow(/Bad username or password/);
    await expect(front.connect(site, { username: 'nobody' })).rejects.toThrow(/Bad username or password/);
    await expect(mqtt.connectAsync(`mqtt://127.0.0.1:${front.port}`, { reconnectPeriod: 0 })).rejects.toThrow(/Bad username or password/);
  });

  test('may subscribe to nothing', async () => {
    front = await startTestFront(store);
    const client = await front.connect(site);
    for (const topic of ['#', site.topic, liveTopic(site.siteId), '$SYS/#', '$internal/live/+']) {
      await expect(client.subscribeAsync(topic)).rejects.toThrow(/Unspecified error|not authorized/i);
    }
    expect(client.connected).toBe(true);
  });

  test.each([
    ['a foreign topic', () => 'dcmms/v1/helios/CESTAS/telemetry', () => batch(1), 'forbidden'],
    ['a topic below its own', () => `${site.topic}/x`, () => batch(1), 'forbidden'],
    ['an internal topic', () => liveTopic(site.siteId), () => batch(1), 'forbidden'],
    ['no JSON', () => site.topic, () => '{"points":[', 'invalid_schema'],
    ['an unknown tag', () => site.topic, () => JSON.stringify({ points: [{ asset: 'X', tag: 'X.Y', v: 1 }] }), 'unknown_tag'],
    ['a message of 300 kB', () => site.topic, () => batch(...Array.from({ length: 300 }, () => 'x'.repeat(1_000))), 'too_large'],
    ['a message of 20 MB', () => site.topic, () => Buffer.alloc(20_000_000, 32), 'too_large'],
  ])('%s is acknowledged, becomes a dead letter and does not stop the next message', async (_what, topic, message, reason) => {
    front = await startTestFront(store);
    const client = await front.connect(site);
    const sent = message();
    await Promise.all([send(client, topic(), sent), send(client, site.topic, batch(7))]);
    const { readings, letters } = await front.read();
    expect(readings.map(([, , value]) => value)).toEqual([7]);
    expect(letters).toMatchObject([
      { reason, topic: topic(), count: 1, tenantId: site.tenantId, siteId: site.siteId, gatewayId: site.gatewayId },
    ]);
    const sample = Buffer.from(letters[0]?.sample ?? '', 'base64');
    // Of a message its beginning, of a point that point.
    expect(reason === 'unknown_tag' || sample.equals(Buffer.from(sent).subarray(0, 64 * 1024))).toBe(true);
    expect(client.connected).toBe(true);
  });

  test('a message of exactly the largest size is read', async () => {
    front = await startTestFront(store);
    const client = await front.connect(site);
    const message = batch(1);
    await send(client, site.topic, message + ' '.repeat(wireBytesMax - message.length));
    expect((await front.read()).readings).toHaveLength(1);
  });

  test('a tag that was mapped a moment ago is no unknown tag', async () => {
    front = await startTestFront(store);
    const client = await front.connect(site);
    await store.admin.query(
      `insert into sensor_mappings (tenant_id, site_id, asset_id, tag, source_protocol, address) values ($1, $2, $3, $4, 'modbus', '1')`,
      [site.tenantId, site.siteId, site.power.assetId, `${site.power.asset}.New`],
    );
    const messages = [JSON.stringify({ points: [{ asset: site.power.asset, tag: `${site.power.asset}.New`, t: now, v: 1 }] }), batch(2)];
    await Promise.all(messages.map((message) => send(client, site.topic, message)));
    expect((await front.read()).readings.map(([tag]) => tag)).toEqual([`${site.power.asset}.New`, site.power.tag]);
  });

  test('publishes with QoS 0 and 2 as well', async () => {
    front = await startTestFront(store);
    const client = await front.connect(site);
    client.publish(site.topic, batch(0), { qos: 0 });
    await client.publishAsync(site.topic, batch(2), { qos: 2 });
    expect((await front.read()).readings.map(([, , value]) => value).toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 2]);
  });

  test('a will and a retained message are readings like others, and nothing of them stays', async () => {
    front = await startTestFront(store);
    const client = await front.connect(site, { will: { topic: site.topic, payload: Buffer.from(batch(9)), qos: 1, retain: true } });
    await client.publishAsync(site.topic, batch(8), { qos: 1, retain: true });
    client.stream.destroy();
    await expect.poll(async () => (await front.read()).readings.map(([, , value]) => value)).toEqual([8, 9]);
  });

  test('its connection ends when its credential is taken away', async () => {
    front = await startTestFront(store, { recheckMs: 50 });
    const client = await front.connect(site);
    const closed = new Promise<void>((resolve) => client.once('close', resolve));
    await store.admin.query('delete from gateways where id = $1', [site.gatewayId]);
    await closed;
    await expect(front.connect(site)).rejects.toThrow(/Bad username or password/);
  });

  test('a flood that is not acknowledged is not read into memory', async () => {
    front = await startTestFront(store, { journalBytesMax: 100_000, waitingBytesMax: 4_000_000 });
    const clients = await Promise.all(Array.from({ length: 8 }, () => front.connect(site)));
    const message = batch(...Array.from({ length: 1_000 }, (_, index) => index));
    let answered = 0;
    for (const client of clients)
      for (let count = 0; count < 100; count += 1)
        void send(client, site.topic, message).then(
          () => (answered += 1),
          () => undefined,
        );
    await expect.poll(() => front.journal.trouble).toMatch(/holds its/);
    const sizes: number[] = [];
    for (let look = 0; look < 10; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      sizes.push(front.journal.queuedBytes);
    }
    // 8 connections times 100 messages of 90 kB are 72 MB; a reading takes 24 bytes of the 90 in the journal.
    expect(Math.max(...sizes)).toBeLessThan(4_000_000);
    const reader = front.journal.consumer('reader');
    while (answered < 800) {
      const records = await reader.read(10_000_000);
      await reader.finish((records.at(-1)?.position ?? 0) + 1);
      await reader.more(20);
    }
  });
});

describe('a stranger', () => {
  const raw = async () => {
    const socket = connectSocket(front.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };

  test.each([
    ['sends no MQTT', Buffer.from('GET / HTTP/1.1\r\n\r\n'.repeat(20))],
    ['publishes before he signed in', Buffer.from([0x30, 0x05, 0, 1, 0x61, 0x62, 0x63])],
    ['announces a CONNECT of 200 MB', Buffer.from([0x10, 0xff, 0xff, 0xff, 0x5f, 0, 4])],
  ])('who %s is cut off', async (_what, bytes) => {
    front = await startTestFront(store);
    const socket = await raw();
    const closed = once(socket, 'close');
    socket.write(bytes);
    await closed;
    const client = await front.connect(site);
    await send(client, site.topic, batch(1));
  });
});

describe('live values', () => {
  const watch = (password = livePassword(testSecret)) => front.connect(site, { username: liveUsername, password });
  const frames: { topic: string; tagIds: string[]; timestamps: number[]; values: (number | null)[]; qualities: string[] }[] = [];
  const follow = (client: MqttClient) => {
    frames.length = 0;
    client.on('message', (topic, payload) => frames.push({ topic, ...JSON.parse(payload.toString()) }));
  };

  test('go to the service, the known ones first, only those of the site it asks for', async () => {
    front = await startTestFront(store);
    const other = await createTestSite(store.admin, site);
    const gateway = await front.connect(site);
    await send(gateway, site.topic, batch(1, 2));
    const watcher = await watch();
    follow(watcher);
    await watcher.subscribeAsync(liveTopic(site.siteId));
    await expect
      .poll(() => frames)
      .toEqual([
        { topic: liveTopic(site.siteId), tagIds: [site.power.mappingId], timestamps: [now + 1], values: [2], qualities: ['GOOD'] },
      ]);
    const stranger = await front.connect(other);
    await send(stranger, other.topic, JSON.stringify({ points: [{ asset: other.heat.asset, tag: other.heat.tag, v: 20 }] }));
    await send(gateway, site.topic, JSON.stringify({ points: [{ asset: site.heat.asset, tag: site.heat.tag, t: now, v: null }] }));
    await expect
      .poll(() => frames.slice(1))
      .toEqual([{ topic: liveTopic(site.siteId), tagIds: [site.heat.mappingId], timestamps: [now], values: [null], qualities: ['BAD'] }]);
  });

  test('are the newest of each tag, at most one frame at a time, never an older reading', async () => {
    front = await startTestFront(store);
    const [gateway, watcher] = await Promise.all([front.connect(site), watch()]);
    follow(watcher);
    await watcher.subscribeAsync('$internal/live/+');
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        send(
          gateway,
          site.topic,
          JSON.stringify({ points: [{ asset: site.power.asset, tag: site.power.tag, t: now + (index % 2 ? index : -index), v: index }] }),
        ),
      ),
    );
    await expect.poll(() => frames.at(-1)?.values).toEqual([199]);
    expect(frames.length).toBeLessThan(100);
    const times = frames.flatMap(({ timestamps }) => timestamps);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('end with the subscription', async () => {
    front = await startTestFront(store);
    const watcher = await watch();
    await watcher.subscribeAsync(liveTopic(site.siteId));
    expect(front.live.watchers).toBe(1);
    await watcher.unsubscribeAsync(liveTopic(site.siteId));
    await expect.poll(() => front.live.watchers).toBe(0);
    await watcher.subscribeAsync(liveTopic(site.siteId));
    watcher.stream.destroy();
    await expect.poll(() => front.live.watchers).toBe(0);
  });

  test('are for the service credential alone, which may do nothing else', async () => {
    front = await startTestFront(store);
    await expect(watch('wrong')).rejects.toThrow(/Bad username or password/);
    const watcher = await watch();
    for (const topic of ['#', site.topic, '$internal/#']) await expect(watcher.subscribeAsync(topic)).rejects.toThrow(/Unspecified error/);
    const closed = new Promise<void>((resolve) => watcher.once('close', resolve));
    watcher.publish(site.topic, batch(1), { qos: 1 });
    await closed;
    expect((await front.read()).readings).toEqual([]);
  });
});
