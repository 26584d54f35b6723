import { parseId } from '@dcmms/runtime/id.ts';
import { alertCountsOf } from '../alerts/count.ts';
import { alertsOf } from '../alerts/list.ts';
import type { AssetResolvers } from '../generated/resolvers.ts';
import { powerOfAsset } from '../power/power.ts';
import { tagsOf } from '../tags/tag.ts';

/** What telemetry knows of an asset. Whether there is one is core's to say: of one out of reach there are no tags and no alerts. */
export const Asset: AssetResolvers = {
  __resolveReference: async ({ id }) => ({ id: parseId(id) }),
  tags: (asset, _args, { op }) => tagsOf(op, asset.id),
  alerts: (asset, args, { op }) => alertsOf(op, 'assetId', asset.id, args),
  alertCounts: (asset, _args, { op }) => alertCountsOf(op, 'assetId', asset.id),
  power: (asset, _args, context) => powerOfAsset(context, asset.id),
};
