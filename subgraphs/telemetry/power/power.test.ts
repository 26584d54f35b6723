import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { assets } from '@dcmms/db/sites/assets.ts';
import { sensorMappings } from '@dcmms/db/telemetry/sensor-mappings.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { writeReadings } from '../testing/readings.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

const selection = 'actualKw expectedKw lostKw counted total losses { asset { id } lostKw }';

async function ask(as: string, siteIds: readonly string[]): Promise<{ errors: unknown[]; sites: unknown }> {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Site { power { ${selection} } } } }`;
  const { data, errors } = await world.ask(as, query, { variables: { of: siteIds.map((id) => ({ __typename: 'Site', id })) } });
  return { errors: errors.map(({ code }) => code), sites: (data as { _entities: unknown } | null)?._entities };
}

/** A generator with its power and, unless told otherwise, what is expected of it. */
async function addGenerator(code: string, siteId: string, metrics: readonly string[]): Promise<string> {
  const id = uuidv7();
  const tenantId = siteId === world.sites.abroad ? world.abroad : world.home;
  await world.rows.insert(assets).values({ id, code, name: code, type: 'inverter', siteId, tenantId });
  await world.rows.insert(sensorMappings).values(
    metrics.map((metric) => ({
      tenantId,
      siteId,
      assetId: id,
      tag: `${code}.${metric}`,
      metric,
      sourceProtocol: 'modbus' as const,
      address: '1',
      unit: 'kW',
      expectedIntervalS: 10,
    })),
  );
  return id;
}

const both = ['active_power_kw', 'expected_power_kw'];

test('a site without generators that tell both has no power; a person without telemetry is told why', async () => {
  await addGenerator('MET-01', world.sites.north, ['active_power_kw']);
  expect(await ask('operator', [world.sites.north, world.sites.south])).toEqual({ errors: [], sites: [{ power: null }, { power: null }] });
  expect((await ask('technician', [world.sites.north])).errors).toEqual(['FORBIDDEN']);
});

describe.skipIf(inject('questdb') === null)('power of sites', () => {
  test('is that of their generators now, in one statement and as many queries for all as for one', async () => {
    const { north, south, abroad } = world.sites;
    const one = await addGenerator('INV-51', north, both);
    const two = await addGenerator('INV-52', north, both);
    const silent = await addGenerator('INV-53', north, both);
    const turbine = await addGenerator('WTG-54', south, ['active_power_kw', 'possible_power_kw']);
    const foreign = await addGenerator('INV-55', abroad, both);
    const at = new Date(Date.now() - 2_000);
    const old = new Date(Date.now() - 1_800_000);
    const reading = (siteId: string, assetId: string, tag: string, value: number, when = at) => ({ siteId, assetId, tag, at: when, value });
    await writeReadings([
      reading(north, one, 'INV-51.active_power_kw', 990),
      reading(north, one, 'INV-51.expected_power_kw', 1_000),
      reading(north, two, 'INV-52.active_power_kw', 700),
      reading(north, two, 'INV-52.expected_power_kw', 1_000),
      reading(north, silent, 'INV-53.active_power_kw', 900, old),
      reading(north, silent, 'INV-53.expected_power_kw', 1_000, old),
      reading(south, turbine, 'WTG-54.active_power_kw', 1_500),
      reading(south, turbine, 'WTG-54.possible_power_kw', 1_500),
      reading(abroad, foreign, 'INV-55.active_power_kw', 1),
      reading(abroad, foreign, 'INV-55.expected_power_kw', 2),
    ]);
    const northern = {
      actualKw: 1_690,
      expectedKw: 2_000,
      lostKw: 310,
      counted: 2,
      total: 3,
      losses: [{ asset: { id: two }, lostKw: 300 }],
    };
    const southern = { actualKw: 1_500, expectedKw: 1_500, lostKw: 0, counted: 1, total: 1, losses: [] };
    const [statements, queries] = [world.telemetry.database.statements, world.telemetry.readings.queries];
    expect(await ask('administrator', [north, south, abroad])).toEqual({
      errors: [],
      sites: [{ power: northern }, { power: southern }, { power: null }],
    });
    expect(world.telemetry.database.statements - statements).toBe(1);
    expect(world.telemetry.readings.queries - queries).toBeLessThanOrEqual(3);
    expect((await ask('operator', [north, south])).sites).toEqual([{ power: northern }, { power: null }]);

    const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Asset { power { asset { id } actualKw lostKw at } } } }`;
    const { data, errors } = await world.ask('operator', document, {
      variables: { of: [two, silent, turbine].map((id) => ({ __typename: 'Asset', id })) },
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      _entities: [{ power: { asset: { id: two }, actualKw: 700, lostKw: 300, at: at.toISOString() } }, { power: null }, { power: null }],
    });
  });
});
