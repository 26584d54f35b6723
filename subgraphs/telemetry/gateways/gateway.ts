import DataLoader from 'dataloader';
import { sql } from 'drizzle-orm';
import { gateways } from '@dcmms/db/telemetry/gateways.ts';
import { sensorMappings, type SourceProtocol } from '@dcmms/db/telemetry/sensor-mappings.ts';
import { anyOf } from '@dcmms/runtime/guard.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { Queries } from '../context.ts';
import type { GatewayResolvers } from '../generated/resolvers.ts';
import type { GatewayRow } from '../rows.ts';
import { gatewayRows } from './reach.ts';

const permission = 'read:telemetry';

/** The minute that a rate is over and the ten seconds after which it is written, with some to spare. */
const rateMsMax = 90_000;

export const findGateway: Queries['gateway'] = (_parent, { id }, { op }) => loadGateway(op, id);

export const Gateway: GatewayResolvers = {
  __resolveReference: ({ id }, { op }) => loadGateway(op, id),
  site: (gateway) => ({ id: gateway.siteId }),
  // A bridge that is away writes no zero.
  rate: ({ lastSeenAt, readingsPerS }, _args, { op }) =>
    lastSeenAt && op.now().getTime() - lastSeenAt.getTime() <= rateMsMax ? (readingsPerS ?? 0) : 0,
  skewMs: ({ clockSkewMs }) => (clockSkewMs === null ? null : 0 - clockSkewMs),
  protocols: async (gateway, _args, { op }) => (await deliveryOf(op, gateway)).protocols,
  tagCount: async (gateway, _args, { op }) => (await deliveryOf(op, gateway)).tagCount,
};

/** One gateway; undefined when there is none or it is out of reach. */
function loadGateway(op: Operation, id: string): Promise<GatewayRow | undefined> {
  return loadRow(op, gatewayRows, permission, gateways.id, id);
}

/** What a gateway delivers. */
interface Delivery {
  readonly protocols: readonly SourceProtocol[];
  readonly tagCount: number;
}

function deliveryOf(op: Operation, gateway: GatewayRow): Promise<Delivery> {
  const loader = op.once(
    'deliveries of gateways',
    () => new DataLoader((wanted: readonly GatewayRow[]) => findDeliveries(op, wanted), { cacheKeyFn: ({ id }) => id }),
  );
  return loader.load(gateway);
}

async function findDeliveries(op: Operation, wanted: readonly GatewayRow[]): Promise<Delivery[]> {
  const { gatewayId, siteId, sourceProtocol, enabled } = sensorMappings;
  const ids = wanted.map(({ id }) => id);
  const siteIds = [...new Set(wanted.map((gateway) => gateway.siteId))];
  // By the gateways' sites, for which there is an index. Whoever sees a gateway is told how much it delivers of anything.
  const found = await op.read.query<{ id: string; protocols: SourceProtocol[]; tagCount: number }>(
    'deliveries_of_gateways',
    gatewayRows,
    permission,
    (
      scope,
    ) => sql`select ${gatewayId} as id, array_agg(distinct ${sourceProtocol}::text order by ${sourceProtocol}::text) as protocols, count(*)::int4 as "tagCount"
      from ${sensorMappings} join ${gateways} on ${gateways.id} = ${gatewayId}
      where ${anyOf(siteId, siteIds)} and ${anyOf(gatewayId, ids)} and ${enabled} and ${scope} group by ${gatewayId}`,
  );
  const byId = new Map(found.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? { protocols: [], tagCount: 0 });
}
