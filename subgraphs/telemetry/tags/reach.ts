import { sql } from 'drizzle-orm';
import { assets } from '@dcmms/db/sites/assets.ts';
import { sensorMappings } from '@dcmms/db/telemetry/sensor-mappings.ts';
import { anyOf, guardColumns } from '@dcmms/runtime/guard.ts';

/**
 * Sensor mappings as the graph's tags, by their sites and, where the grant is for some types of assets alone, by the asset's type
 * (a battery specialist's is for batteries).
 */
export const tagRows = guardColumns(
  sensorMappings,
  {
    id: sensorMappings.id,
    siteId: sensorMappings.siteId,
    assetId: sensorMappings.assetId,
    name: sensorMappings.tag,
    unit: sensorMappings.unit,
    metric: sensorMappings.metric,
    protocol: sensorMappings.sourceProtocol,
    minValid: sensorMappings.minValid,
    maxValid: sensorMappings.maxValid,
    expectedIntervalS: sensorMappings.expectedIntervalS,
  },
  {
    sites: (siteIds) => anyOf(sensorMappings.siteId, siteIds),
    limited: ({ asset_types: types }) =>
      Array.isArray(types)
        ? sql`${sensorMappings.assetId} in (select ${assets.id} from ${assets} where ${assets.type} = any(${sql.param(types.map(String))}::text[]))`
        : undefined,
  },
);
