import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateways } from '@dcmms/db/telemetry/gateways.ts';
import { sensorMappings } from '@dcmms/db/telemetry/sensor-mappings.ts';
import { World } from '../testing/world.ts';

const now = new Date('2026-11-25T14:00:00Z');
let world: World;

beforeAll(async () => {
  world = await World.create({ now: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());

const query = `query ($id: ID!) { gateway(id: $id) {
  code site { id } status lastSeenAt rate skewMs bufferDepth firmware protocols tagCount } }`;

async function see(values: Partial<typeof gateways.$inferInsert>): Promise<unknown> {
  await world.rows.update(gateways).set(values).where(eq(gateways.id, world.gateways.north));
  const { data, errors } = await world.ask('operator', query, { variables: { id: world.gateways.north } });
  expect(errors).toEqual([]);
  return (data as { gateway: unknown }).gateway;
}

describe('a gateway', () => {
  test('that was never there has a code, a site and nothing else', async () => {
    expect(await see({ firmware: null })).toEqual({
      code: 'GW-01',
      site: { id: world.sites.north },
      status: 'OFFLINE',
      lastSeenAt: null,
      rate: 0,
      skewMs: null,
      bufferDepth: null,
      firmware: null,
      protocols: [],
      tagCount: 0,
    });
  });

  test('shows what the way in sees of it; a late clock is behind', async () => {
    const lastSeenAt = new Date(now.getTime() - 20_000);
    const values = { status: 'online' as const, lastSeenAt, readingsPerS: 143.5, clockSkewMs: 340 };
    expect(await see(values)).toMatchObject({ status: 'ONLINE', lastSeenAt: lastSeenAt.toISOString(), rate: 143.5, skewMs: -340 });
    expect(await see({ clockSkewMs: 0 })).toMatchObject({ skewMs: 0 });
  });

  test('sends nothing once the minute is over, whether or not somebody could write that', async () => {
    expect(await see({ lastSeenAt: new Date(now.getTime() - 120_000), readingsPerS: 143.5 })).toMatchObject({ rate: 0 });
  });

  test('delivers what its mappings say, and these of a page are read in one statement', async () => {
    await world.rows.update(sensorMappings).set({ gatewayId: world.gateways.north }).where(eq(sensorMappings.siteId, world.sites.north));
    await world.rows.update(sensorMappings).set({ sourceProtocol: 'opcua' }).where(eq(sensorMappings.id, world.tags.battery));
    const before = world.telemetry.database.statements;
    const { data, errors } = await world.ask('administrator', '{ gateways { totalCount nodes { code protocols tagCount } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      gateways: {
        totalCount: 2,
        nodes: [
          { code: 'GW-01', protocols: ['MODBUS', 'OPCUA'], tagCount: 2 },
          { code: 'GW-02', protocols: [], tagCount: 0 },
        ],
      },
    });
    expect(world.telemetry.database.statements - before).toBeLessThanOrEqual(3);
  });

  test('is found by its site and state, the one that was heard last first', async () => {
    await world.rows
      .update(gateways)
      .set({ lastSeenAt: new Date(now.getTime() - 1_000), status: 'online' })
      .where(eq(gateways.id, world.gateways.south));
    const found = async (args: string) => {
      const { data, errors } = await world.ask('administrator', `{ gateways(${args}) { nodes { code } } }`);
      expect(errors).toEqual([]);
      return (data as { gateways: { nodes: { code: string }[] } }).gateways.nodes.map(({ code }) => code);
    };
    expect(await found('orderBy: { field: LAST_SEEN_AT, direction: DESC }')).toEqual(['GW-02', 'GW-01']);
    expect(await found(`where: { siteId: { eq: "${world.sites.south}" }, status: { eq: ONLINE } }`)).toEqual(['GW-02']);
    expect(await found('where: { code: { contains: "gw-01" } }')).toEqual(['GW-01']);
  });
});
