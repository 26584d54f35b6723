import DataLoader from 'dataloader';
import { asc, eq, sql } from 'drizzle-orm';
import { sensorMappings } from '@dcmms/db/telemetry/sensor-mappings.ts';
import { loadList, loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { Queries } from '../context.ts';
import type { TagResolvers } from '../generated/resolvers.ts';
import type { AlertRow, TagRow } from '../rows.ts';
import { latestOf } from './latest.ts';
import { tagRows } from './reach.ts';
import { rulesOfTag } from './rules.ts';
import { seriesOf } from './series.ts';

const permission = 'read:telemetry';

/** Tags of one asset, at most: a register map of some hundreds is a large one. */
const tagsMax = 1_000;

export const findTag: Queries['tag'] = (_parent, { id }, { op }) => loadTag(op, id);

export const Tag: TagResolvers = {
  __resolveReference: ({ id }, { op }) => loadTag(op, id),
  asset: (tag) => ({ id: tag.assetId }),
  latest: (tag, _args, context) => latestOf(context, tag),
  rules: (tag, _args, { op }) => rulesOfTag(op, tag),
  series: (tag, args, context) => seriesOf(context, tag, args),
};

/** One tag; undefined when there is none or it is out of reach. */
export function loadTag(op: Operation, id: string): Promise<TagRow | undefined> {
  return loadRow(op, tagRows, permission, sensorMappings.id, id);
}

/** What is measured on an asset itself, by name. */
export function tagsOf(op: Operation, assetId: string): Promise<readonly TagRow[]> {
  const { assetId: parent, tag, enabled } = sensorMappings;
  return loadList(op, { target: tagRows, permission, parent, where: eq(enabled, true), orderBy: [asc(tag)], max: tagsMax }, assetId);
}

/** The tag whose readings raised an alert: an alert names it as the readings do, by site and name. */
export async function loadTagOf(op: Operation, alert: AlertRow): Promise<TagRow | undefined> {
  if (alert.tag === null) return undefined;
  const loader = op.once('tags by name', () => new DataLoader((keys: readonly TagName[]) => findByName(op, keys), { cacheKeyFn: keyOf }));
  return loader.load({ siteId: alert.siteId, name: alert.tag });
}

interface TagName {
  readonly siteId: string;
  readonly name: string;
}

async function findByName(op: Operation, keys: readonly TagName[]): Promise<(TagRow | undefined)[]> {
  const sites = sql.param(keys.map(({ siteId }) => siteId));
  const names = sql.param(keys.map(({ name }) => name));
  const where = sql`(${sensorMappings.siteId}, ${sensorMappings.tag}) in (select * from unnest(${sites}::uuid[], ${names}::text[]))`;
  const rows = await op.read.find(tagRows, permission, { where });
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => found.get(keyOf(key)));
}

function keyOf({ siteId, name }: TagName): string {
  return `${siteId} ${name}`;
}
