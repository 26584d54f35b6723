import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { assets } from '@dcmms/db/sites/assets.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { Queries } from '../context.ts';
import type { AssetResolvers } from '../generated/resolvers.ts';
import { exactlyOne } from '../key.ts';
import type { AssetRow } from '../rows.ts';
import { loadSite } from '../sites/site.ts';
import { ordersBelow } from '../work-orders/list.ts';
import { assetsBelow } from './list.ts';
import { assetRows } from './reach.ts';

export const findAsset: Queries['asset'] = (_parent, args, { op }) => {
  const key = exactlyOne(args.id, args.code, 'code');
  const where = 'id' in key ? eq(assets.id, key.id) : eq(assets.code, key.code);
  return op.read.findOne(assetRows, 'read:assets', { where: and(where, eq(assets.deleted, false)) });
};

export const Asset: AssetResolvers = {
  __resolveReference: ({ id }, { op }) => loadAsset(op, id),
  site: (asset, _args, { op }) => loadSite(op, asset.siteId),
  parent: (asset, _args, { op }) => (asset.parentId === null ? null : loadAsset(op, asset.parentId)),
  children: (asset, args, { op }) => assetsBelow(op, 'parentId', asset.id, args),
  workOrders: (asset, args, { op }) => ordersBelow(op, 'assetId', asset.id, args),
  labels: (asset) => asset.labels ?? [],
  manufacturer: (asset) => nameplate(asset).manufacturer,
  model: (asset) => nameplate(asset).model,
  serialNumber: (asset) => nameplate(asset).serial_number,
  commissionedOn: (asset) => nameplate(asset).commission_date,
};

/** An asset that something points at: one that was deleted is still named by its old orders. */
export function loadAsset(op: Operation, id: string): Promise<AssetRow | undefined> {
  return loadRow(op, assetRows, 'read:assets', assets.id, id);
}

const nameplateSchema = z.object({
  manufacturer: z.string().optional().catch(undefined),
  model: z.string().optional().catch(undefined),
  serial_number: z.string().optional().catch(undefined),
  commission_date: z.string().optional().catch(undefined),
});

/** The part of an asset's metadata that the graph shows; imports may have left anything in it. */
function nameplate(asset: AssetRow): z.infer<typeof nameplateSchema> {
  return nameplateSchema.catch({}).parse(asset.metadata);
}
