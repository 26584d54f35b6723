import { eq } from 'drizzle-orm';
import { assets, type AssetStatus } from '@dcmms/db/sites/assets.ts';
import { sites } from '@dcmms/db/sites/sites.ts';
import type { WorkOrderType } from '@dcmms/db/work-orders/work-orders.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import { assetRows } from '../assets/reach.ts';
import type { AssetRow, SiteRow } from '../rows.ts';
import { siteRows } from '../sites/reach.ts';

/**
 * The site that an order is for.
 *
 * @param field The input's field that the site comes from.
 * @throws Refusal NOT_FOUND when it is unknown, foreign or out of reach.
 */
export async function placeAtSite(unit: Unit, permission: string, id: string, field = 'siteId'): Promise<SiteRow> {
  const site = await unit.findOne(siteRows, permission, { where: eq(sites.id, parseId(id, field)) });
  return site && !site.deleted ? site : refuse('NOT_FOUND', 'There is no such site, or it is not one of yours.', [field]);
}

/**
 * The asset that an order is about: on the order's site, and in a state in which work of this type is done on it.
 *
 * @param field The input's field that the asset comes from.
 * @throws Refusal NOT_FOUND or INVALID.
 */
export async function placeAtAsset(
  unit: Unit,
  permission: string,
  id: string,
  siteId: string,
  type: WorkOrderType,
  field = 'assetId',
): Promise<AssetRow> {
  const asset = await unit.findOne(assetRows, permission, { where: eq(assets.id, parseId(id, field)) });
  if (!asset || asset.deleted) refuse('NOT_FOUND', 'There is no such asset, or it is not on one of your sites.', [field]);
  if (asset.siteId !== siteId) refuse('INVALID', `${asset.code} is on another site than the order.`, [field]);
  const types = workOn[asset.status];
  if (types !== 'any' && !types.includes(type)) {
    const allowed = types.length > 0 ? `only ${types.join(' or ')} work is done on it` : 'no work is done on it';
    refuse('INVALID', `${asset.code} is ${asset.status.replaceAll('_', ' ')}: ${allowed}.`, [field]);
  }
  return asset;
}

/** The work that is done on an asset in a state (domain §3.2). */
const workOn: Readonly<Record<AssetStatus, readonly WorkOrderType[] | 'any'>> = {
  planned: [],
  procured: [],
  installing: [],
  commissioning: 'any',
  operational: 'any',
  under_maintenance: 'any',
  degraded: 'any',
  failed: ['corrective', 'emergency'],
  decommissioning: ['decommission'],
  decommissioned: [],
  retired: [],
};
