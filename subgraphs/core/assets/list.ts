import { eq } from 'drizzle-orm';
import { assets } from '@dcmms/db/sites/assets.ts';
import { allOf } from '@dcmms/runtime/guard.ts';
import { loadPage, readPage } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { page, predicate, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import type { QueryAssetsArgs } from '../generated/resolvers.ts';
import type { AssetConnectionRow } from '../rows.ts';
import { assetRows } from './reach.ts';

export const listAssets: Queries['assets'] = (_parent, args, { op }) => readPage(op, list(args));

/** The assets of a site, or those below an asset, a page of each. */
export function assetsBelow(op: Operation, parent: 'siteId' | 'parentId', id: string, args: QueryAssetsArgs): Promise<AssetConnectionRow> {
  return loadPage(op, { ...list(args), parent: assets[parent], argument: args.where }, id);
}

function list(args: QueryAssetsArgs) {
  return {
    target: assetRows,
    permission: 'read:assets',
    page: page(args, args.orderBy ?? { field: 'code' }, orderColumns, assets.id),
    where: allOf(eq(assets.deleted, false), predicate(args.where, assetFilters)),
  };
}

const orderColumns: OrderColumns = { code: assets.code, name: assets.name, type: assets.type, created_at: assets.createdAt };

/** What assets may be filtered by. */
export const assetFilters: FilterColumns = {
  id: assets.id,
  code: assets.code,
  name: assets.name,
  type: assets.type,
  status: assets.status,
  criticality: assets.criticality,
  siteId: assets.siteId,
  parentId: assets.parentId,
};
