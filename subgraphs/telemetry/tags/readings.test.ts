import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { World } from '../testing/world.ts';
import { writeReadings, type WrittenReading } from '../testing/readings.ts';

const minuteMs = 60_000;
/** An hour that is over, so that the view of minutes holds it. */
const past = Math.floor(Date.now() / 3_600_000 - 3) * 3_600_000;
const at = (minute: number, second = 0) => new Date(past + minute * minuteMs + second * 1_000);
const iso = (minute: number, second = 0) => at(minute, second).toISOString();

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

const latestOfTag = 'query ($id: ID!) { tag(id: $id) { latest { timestamp value quality } } }';
const seriesOfTag = `query ($id: ID!, $from: DateTime!, $to: DateTime!, $resolution: Resolution, $maxPoints: Int) {
  tag(id: $id) { series(from: $from, to: $to, resolution: $resolution, maxPoints: $maxPoints) { resolution timestamps values min max good count qualities } } }`;

describe.skipIf(inject('questdb') === null)('readings of a tag', () => {
  test('the newest one is told with its own time and quality, a silent tag has none', async () => {
    const { assetId, tagId } = await world.addAsset('INV-A');
    const silent = await world.addAsset('INV-B');
    const now = new Date();
    await writeReadings([reading(assetId, 'INV-A', at(0), 1), reading(assetId, 'INV-A', now, null, 'BAD')]);
    expect((await world.ask('operator', latestOfTag, { variables: { id: tagId } })).data).toEqual({
      tag: { latest: { timestamp: now.toISOString(), value: null, quality: 'BAD' } },
    });
    expect(await world.ask('operator', latestOfTag, { variables: { id: silent.tagId } })).toEqual({
      errors: [],
      data: { tag: { latest: null } },
    });
  });

  test('a series of minutes keeps gaps, the envelope and the worst quality', async () => {
    const { assetId, tagId } = await world.addAsset('INV-C');
    await writeReadings([
      reading(assetId, 'INV-C', at(0, 0), 10),
      reading(assetId, 'INV-C', at(0, 20), 30),
      reading(assetId, 'INV-C', at(1, 0), 7, 'UNCERTAIN'),
      reading(assetId, 'INV-C', at(1, 30), 8),
      reading(assetId, 'INV-C', at(3, 0), 500, 'BAD'),
      reading(assetId, 'INV-C', at(4, 0), 4),
    ]);
    const variables = { id: tagId, from: iso(0), to: iso(5), resolution: 'ONE_MINUTE' };
    expect(await world.ask('operator', seriesOfTag, { variables })).toEqual({
      errors: [],
      data: {
        tag: {
          series: {
            resolution: 'ONE_MINUTE',
            timestamps: [0, 1, 2, 3, 4].map((minute) => iso(minute)),
            values: [20, 8, null, null, 4],
            min: [10, 8, null, null, 4],
            max: [30, 8, null, null, 4],
            good: [2, 1, 0, 0, 1],
            count: [2, 2, 0, 1, 1],
            qualities: ['GOOD', 'UNCERTAIN', 'BAD', 'BAD', 'GOOD'],
          },
        },
      },
    });
    const raw = await world.ask('operator', seriesOfTag, { variables: { ...variables, to: iso(4), resolution: 'RAW' } });
    expect(raw.data).toMatchObject({
      tag: {
        series: {
          resolution: 'RAW',
          values: [10, 30, 7, 8, 500],
          good: [1, 1, 0, 1, 0],
          qualities: ['GOOD', 'GOOD', 'UNCERTAIN', 'GOOD', 'BAD'],
        },
      },
    });
  });

  test('wider buckets weigh their minutes by the readings in them', async () => {
    const { assetId, tagId } = await world.addAsset('INV-D');
    await writeReadings([
      ...Array.from({ length: 9 }, (_, index) => reading(assetId, 'INV-D', at(0, index), 10)),
      reading(assetId, 'INV-D', at(2), 110),
      reading(assetId, 'INV-D', at(6), -5),
    ]);
    const variables = { id: tagId, from: iso(0), to: iso(15), resolution: 'FIVE_MINUTES' };
    expect((await world.ask('operator', seriesOfTag, { variables })).data).toMatchObject({
      tag: { series: { resolution: 'FIVE_MINUTES', values: [20, -5, null], min: [10, -5, null], max: [110, -5, null], good: [10, 1, 0] } },
    });
  });

  test('a resolution that does not fit becomes coarser and says so; without one the finest that fits is chosen', async () => {
    const { assetId, tagId } = await world.addAsset('INV-E');
    await writeReadings(Array.from({ length: 120 }, (_, index) => reading(assetId, 'INV-E', at(0, index * 5), index)));
    const resolution = async (more: Record<string, unknown>) => {
      const variables = { id: tagId, from: iso(0), to: iso(10), ...more };
      const { data, errors } = await world.ask('operator', seriesOfTag, { variables });
      expect(errors).toEqual([]);
      const { tag } = data as { tag: { series: { resolution: string; values: (number | null)[] } } };
      return [tag.series.resolution, tag.series.values.length];
    };
    expect(await resolution({})).toEqual(['RAW', 120]);
    expect(await resolution({ maxPoints: 119 })).toEqual(['ONE_MINUTE', 10]);
    expect(await resolution({ resolution: 'RAW', maxPoints: 119 })).toEqual(['ONE_MINUTE', 10]);
    expect(await resolution({ resolution: 'ONE_MINUTE', maxPoints: 3 })).toEqual(['FIVE_MINUTES', 2]);
    expect(await resolution({ resolution: 'ONE_HOUR' })).toEqual(['ONE_HOUR', 1]);
    expect(await resolution({ from: iso(-60 * 24 * 30) })).toEqual(['ONE_HOUR', 721]);
    expect(await resolution({ from: iso(-60 * 24 * 30), resolution: 'RAW' })).toEqual(['RAW', 120]);
  });

  test('a page of many tags costs as many statements and queries as one tag', async () => {
    const added = await Promise.all(Array.from({ length: 40 }, (_, index) => world.addAsset(`INV-F${String(index).padStart(2, '0')}`)));
    const now = new Date();
    await writeReadings(
      added.flatMap(({ assetId }, index) => {
        const code = `INV-F${String(index).padStart(2, '0')}`;
        return [reading(assetId, code, at(1), index), reading(assetId, code, at(2), index + 1), reading(assetId, code, now, 100 - index)];
      }),
    );
    const selection = `tags { name latest { value } series(from: "${iso(0)}", to: "${iso(4)}", resolution: ONE_MINUTE) { values } }`;
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Asset { ${selection} } } }`;
    const count = async (assets: typeof added) => {
      const before = [world.telemetry.database.statements, world.telemetry.readings.queries] as const;
      const of = assets.map(({ assetId }) => ({ __typename: 'Asset', id: assetId }));
      const { data, errors } = await world.ask('operator', query, { variables: { of } });
      expect(errors).toEqual([]);
      expect(data).toEqual({
        _entities: assets.map((_asset, index) => ({
          tags: [
            {
              name: `INV-F${String(index).padStart(2, '0')}.Temperature`,
              latest: { value: 100 - index },
              series: { values: [null, index, index + 1, null] },
            },
          ],
        })),
      });
      return [world.telemetry.database.statements - before[0], world.telemetry.readings.queries - before[1]];
    };
    const one = await count(added.slice(0, 1));
    const all = await count(added);
    expect([one[0], all[0]]).toEqual([1, 1]);
    // Latest and series take up to two each, by where the view of minutes ends just then.
    for (const [, queries] of [one, all]) expect(queries).toBeLessThanOrEqual(4);
  });

  test.each([
    ['0001-01-01T00:00:00Z', '0001-01-03T00:00:00Z'],
    ['9999-12-29T00:00:00Z', '9999-12-31T00:00:00Z'],
    ['1969-12-31T23:00:00Z', '1970-01-01T01:00:00Z'],
  ])('a span in which nothing was ever measured is empty: from %s', async (from, to) => {
    for (const resolution of ['RAW', 'ONE_HOUR']) {
      const answered = await world.ask('operator', seriesOfTag, { variables: { id: world.tags.inverter, from, to, resolution } });
      expect(answered.errors).toEqual([]);
      expect(answered.data).toMatchObject({ tag: { series: { resolution } } });
    }
  });

  test('a battery specialist reads batteries, not the inverters beside them', async () => {
    const now = new Date();
    await writeReadings([reading(world.assets.battery, 'BAT-01', now, 25), reading(world.assets.inverter, 'INV-01', now, 60)]);
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Asset { tags { latest { value } } } } }`;
    const of = [world.assets.battery, world.assets.inverter].map((id) => ({ __typename: 'Asset', id }));
    expect(await world.ask('specialist', query, { variables: { of } })).toEqual({
      errors: [],
      data: { _entities: [{ tags: [{ latest: { value: 25 } }] }, { tags: [] }] },
    });
  });
});

test('a store that is away nulls the readings and nothing else', async () => {
  await using lonely = await World.create({ pgReadUrl: 'nowhere' });
  const answered = await lonely.ask('operator', 'query ($id: ID!) { tag(id: $id) { name latest { value } } }', {
    variables: { id: lonely.tags.inverter },
  });
  expect(answered).toMatchObject({
    data: { tag: { name: 'INV-01.Temperature', latest: null } },
    errors: [{ code: 'UNAVAILABLE', path: ['tag', 'latest'] }],
  });
});

function reading(
  assetId: string,
  code: string,
  when: Date,
  value: number | null,
  quality: WrittenReading['quality'] = 'GOOD',
): WrittenReading {
  return { siteId: world.sites.north, assetId, tag: `${code}.Temperature`, at: when, value, quality };
}
