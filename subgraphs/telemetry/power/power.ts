import DataLoader from 'dataloader';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Reading } from '@dcmms/db/questdb/curve.ts';
import { sensorMappings } from '@dcmms/db/telemetry/sensor-mappings.ts';
import type { Context } from '../context.ts';
import type { AssetPowerResolvers } from '../generated/resolvers.ts';
import type { TagRow } from '../rows.ts';
import { readingsOf, seriesName } from '../tags/readings.ts';
import { tagRows } from '../tags/reach.ts';
import { add, compare, type AssetPower as OneGenerator, type Pair, type SitePower } from './compare.ts';

const actualMetric = 'active_power_kw';
const expectedMetrics = ['expected_power_kw', 'possible_power_kw'];
/** Of a site: some thousand generators are a large one. */
const tagsMax = 4_000;
/** Further back nothing is current. */
const backMsMax = 3_600_000;

export const AssetPower: AssetPowerResolvers = {
  asset: ({ assetId }) => ({ id: assetId }),
};

/** What the generators of a site give and should give; those of all sites of one tick are read together. */
export async function powerOfSite(context: Context, siteId: string): Promise<SitePower | null> {
  const loader = context.op.once('power of sites', () => new DataLoader((ids: readonly string[]) => readPowers(context, 'siteId', ids)));
  return add(await loader.load(siteId));
}

/** The same of one generator. */
export async function powerOfAsset(context: Context, assetId: string): Promise<OneGenerator | null> {
  const loader = context.op.once('power of assets', () => new DataLoader((ids: readonly string[]) => readPowers(context, 'assetId', ids)));
  const [pair] = await loader.load(assetId);
  return pair?.power ?? null;
}

/** The pairs of tags of each site or asset, with what they show now: two statements, whatever is asked for. */
async function readPowers(context: Context, parent: 'siteId' | 'assetId', ids: readonly string[]): Promise<Pair[][]> {
  const { op, readings } = context;
  const tags = await op.read.findPerParent(tagRows, 'read:telemetry', {
    parent: sensorMappings[parent],
    parents: ids,
    where: and(eq(sensorMappings.enabled, true), inArray(sensorMappings.metric, [actualMetric, ...expectedMetrics])),
    orderBy: [asc(sensorMappings.assetId), asc(sensorMappings.tag)],
    limit: tagsMax,
  });
  const pairs = ids.map((id) => pair(tags.get(id) ?? []));
  const wanted = pairs.flat().flatMap(({ actual, expected }) => [actual, expected]);
  const now = op.now();
  const newest = await readingsOf(readings, wanted, (reader) => reader.latest(wanted.map(seriesName), now, op.signal, backMsMax));
  const shown = new Map<string, Reading | null>(wanted.map(({ id }, place) => [id, newest[place] ?? null]));
  return pairs.map((of) =>
    of.map(({ assetId, actual, expected }) => {
      const show = (tag: TagRow) => ({ reading: shown.get(tag.id) ?? null, intervalS: tag.expectedIntervalS });
      return { power: compare(assetId, show(actual), show(expected), now) };
    }),
  );
}

/** The tags of assets that have both. */
function pair(tags: readonly TagRow[]): { readonly assetId: string; readonly actual: TagRow; readonly expected: TagRow }[] {
  return [...Map.groupBy(tags, ({ assetId }) => assetId)].flatMap(([assetId, of]) => {
    const actual = of.find(({ metric }) => metric === actualMetric);
    const expected = of.find(({ metric }) => metric !== null && expectedMetrics.includes(metric));
    return actual && expected ? [{ assetId, actual, expected }] : [];
  });
}
