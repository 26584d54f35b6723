import { and, eq, inArray, sql } from 'drizzle-orm';
import { assets, assetTypes, type AssetStatus, type AssetType } from '@dcmms/db/sites/assets.ts';
import { predicate } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import { assetFilters } from './list.ts';
import { assetRows } from './reach.ts';

/** Assets of one type. */
interface Counted {
  readonly type: AssetType;
  readonly count: number;
  readonly abnormal: number;
}

const abnormal: readonly AssetStatus[] = ['failed', 'degraded', 'under_maintenance'];

/** How many assets are of which type, in the order of the types. */
export const countAssets: Queries['assetCounts'] = async (_parent, { where }, { op }) => {
  const counted = await op.read.query<Counted>('asset_counts', assetRows, 'read:assets', (scope) => {
    const { type, status, deleted } = assets;
    return sql`select ${type} as type, count(*)::int4 as count, count(*) filter (where ${inArray(status, [...abnormal])})::int4 as abnormal
      from ${assets} where ${and(scope, eq(deleted, false), predicate(where, assetFilters))} group by ${type}`;
  });
  return counted.toSorted((one, other) => assetTypes.indexOf(one.type) - assetTypes.indexOf(other.type));
};
