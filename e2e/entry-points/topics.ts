import mqtt, { type MqttClient } from 'mqtt';
import { expect } from 'vitest';
import { livePassword, liveTopic, liveUsername } from '@dcmms/telemetry/bridge/live/credential.ts';
import { telemetryTopic } from '@dcmms/telemetry/bridge/front/accept.ts';
import type { SiteCode } from '@dcmms/db/seed/sites.ts';
import { eventually } from '../testing/eventually.ts';
import type { RunningEntryPoint } from './entry-point.ts';
import type { RunningWorld } from './world.ts';

/** Every topic that the listener knows, by the function that makes it, with what comes of those who have no business there. */
export const topicEntryPoints: readonly RunningEntryPoint[] = [
  {
    kind: 'topic',
    name: telemetryTopic.name,
    cases: {
      wrongTenant: [
        {
          what: "a gateway that publishes to another tenant's topic leaves a dead letter of its own tenant, and no reading",
          run: (world) =>
            forbidden(world, telemetryTopic({ tenantCode: 'borealis', siteCode: 'KELDA' }), { asset: 'WTG-03', tag: 'WTG-03.WindSpeed' }),
        },
        {
          what: "it may not listen to another tenant's topic either",
          run: (world) => deaf(world, telemetryTopic({ tenantCode: 'borealis', siteCode: 'KELDA' })),
        },
      ],
      missingPermission: [
        {
          what: 'nobody gets in without a credential, with a wrong one, or with that of another gateway',
          run: async (world) => {
            const [own, other] = [credential(world, 'CESTAS'), credential(world, 'MOSS')];
            for (const signIn of [
              {},
              { username: own.username, password: 'guess' },
              { username: own.username, password: other.password },
            ]) {
              await expect(connect(world, signIn)).rejects.toThrow(/Connection refused: (Bad username or password|Not authorized)/);
            }
          },
        },
        {
          what: 'the credential for live values may not publish: its connection ends',
          run: async (world) => {
            const client = await connect(world, { username: liveUsername, password: livePassword(world.secret) });
            const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
            client.publish(telemetryTopic({ tenantCode: 'helios', siteCode: 'CESTAS' }), '{"points":[]}', { qos: 1 });
            await closed;
            await client.endAsync(true);
          },
        },
      ],
      outOfScope: [
        {
          what: "a gateway that publishes to the topic of the tenant's other site leaves a dead letter, and no reading",
          run: (world) =>
            forbidden(world, telemetryTopic({ tenantCode: 'helios', siteCode: 'MOSS' }), { asset: 'INV-22', tag: 'INV-22.DcPower' }),
        },
        {
          what: 'it may not listen to its own topic',
          run: (world) => deaf(world, telemetryTopic({ tenantCode: 'helios', siteCode: 'CESTAS' })),
        },
      ],
      malformed: [
        {
          what: 'what is no batch leaves a dead letter, and the next message is taken',
          run: async (world) => {
            const gateway = await world.gateway('CESTAS');
            const topic = telemetryTopic({ tenantCode: 'helios', siteCode: 'CESTAS' });
            const before = await letters(world, 'INVALID_SCHEMA', topic);
            await gateway.publish(topic, 'no batch');
            await gateway.send([{ asset: 'INV-09', tag: 'INV-09.DcPower', t: Date.now(), v: 1 }]);
            await eventually(
              () => letters(world, 'INVALID_SCHEMA', topic),
              (now) => now === before + 1,
            );
            await gateway.close();
          },
        },
        {
          what: 'a topic of nobody leaves a dead letter',
          run: (world) => forbidden(world, 'hello', { asset: 'INV-09', tag: 'INV-09.DcCurrent' }),
        },
      ],
    },
  },
  {
    kind: 'topic',
    name: liveTopic.name,
    cases: {
      wrongTenant: [
        { what: "a gateway may not listen to another tenant's live values", run: (world) => deaf(world, liveTopic(world.siteId('KELDA'))) },
      ],
      missingPermission: [
        { what: 'a gateway may not even listen to those of its own site', run: (world) => deaf(world, liveTopic(world.siteId('CESTAS'))) },
        {
          what: 'the credential for them is not to be guessed',
          run: (world) => expect(connect(world, { username: liveUsername, password: 'guess' })).rejects.toThrow(/Connection refused/),
        },
      ],
      outOfScope: [
        {
          what: "a gateway may not listen to those of the tenant's other site",
          run: (world) => deaf(world, liveTopic(world.siteId('MOSS'))),
        },
      ],
      malformed: [
        {
          what: 'a gateway that publishes there leaves a dead letter, and nobody hears it',
          run: (world) => forbidden(world, liveTopic(world.siteId('CESTAS')), { asset: 'INV-09', tag: 'INV-09.AcCurrent' }),
        },
        {
          what: 'the credential for live values may listen to nothing else',
          run: async (world) => {
            const client = await connect(world, { username: liveUsername, password: livePassword(world.secret) });
            for (const filter of ['#', '$internal/#', '$internal/live/#', 'dcmms/v1/+/+/telemetry'])
              expect(await granted(client, filter)).toBe(false);
            expect(await granted(client, liveTopic('+'))).toBe(true);
            await client.endAsync(true);
          },
        },
      ],
    },
  },
];

function credential(world: RunningWorld, site: SiteCode) {
  const found = world.ready.gateways.find((gateway) => gateway.site === site);
  if (!found) throw new Error(`no gateway at ${site}`);
  return found;
}

function connect(world: RunningWorld, signIn: { username?: string; password?: string }): Promise<MqttClient> {
  return mqtt.connectAsync(world.ready.mqtt, { ...signIn, protocolVersion: 4, reconnectPeriod: 0 });
}

/** Whether a subscription is granted; SUBACK says 128 for no (MQTT 3.1.1, 3.9.3). */
function granted(client: MqttClient, filter: string): Promise<boolean> {
  return new Promise((resolve) =>
    client.subscribe(filter, { qos: 1 }, (error, given) => resolve(error === null && given?.every(({ qos }) => qos < 128) === true)),
  );
}

/** The gateway of CESTAS is refused what it would listen to. */
async function deaf(world: RunningWorld, topic: string): Promise<void> {
  const { username, password } = credential(world, 'CESTAS');
  const client = await connect(world, { username, password });
  expect(await granted(client, topic)).toBe(false);
  await client.endAsync(true);
}

/** Publishes a reading as the gateway of CESTAS to a topic that is not its own: told as FORBIDDEN, and stored nowhere. */
async function forbidden(world: RunningWorld, topic: string, series: { asset: string; tag: string }): Promise<void> {
  const gateway = await world.gateway('CESTAS');
  const before = await letters(world, 'FORBIDDEN', topic);
  await gateway.publish(topic, JSON.stringify({ points: [{ ...series, t: Date.now(), v: 1 }] }));
  await eventually(
    () => letters(world, 'FORBIDDEN', topic),
    (now) => now === before + 1,
  );
  // A reading that came after it is there, so this one would be too.
  const t = Date.now();
  await gateway.send([{ asset: 'INV-09', tag: 'INV-09.DcVoltage', t, v: 1_000 }]);
  await gateway.close();
  await eventually(
    () => newest(world, 'INV-09', 'INV-09.DcVoltage'),
    (timestamp) => timestamp === new Date(t).toISOString(),
  );
  expect(await newest(world, series.asset, series.tag)).toBeUndefined();
}

async function letters(world: RunningWorld, reason: string, topic: string): Promise<number> {
  const { deadLetters } = await world.people.manager.data<{ deadLetters: { nodes: { topic: string; count: number }[] } }>(
    `{ deadLetters(first: 100, where: { reason: { eq: ${reason} } }) { nodes { topic count } } }`,
  );
  return deadLetters.nodes.filter((letter) => letter.topic === topic).reduce((sum, { count }) => sum + count, 0);
}

async function newest(world: RunningWorld, code: string, tag: string): Promise<string | undefined> {
  const person = code.startsWith('WTG') ? world.people.foreigner : world.people.manager;
  const { asset } = await person.data<{ asset: { tags: { name: string; latest: { timestamp: string } | null }[] } }>(
    `{ asset(code: "${code}") { tags { name latest { timestamp } } } }`,
  );
  return asset.tags.find(({ name }) => name === tag)?.latest?.timestamp;
}
