import { gateways } from '@dcmms/db/telemetry/gateways.ts';
import { anyOf, guardColumns } from '@dcmms/runtime/guard.ts';

/** Gateways without their credentials. */
export const gatewayRows = guardColumns(
  gateways,
  {
    id: gateways.id,
    code: gateways.code,
    siteId: gateways.siteId,
    status: gateways.status,
    lastSeenAt: gateways.lastSeenAt,
    readingsPerS: gateways.readingsPerS,
    clockSkewMs: gateways.clockSkewMs,
    bufferDepth: gateways.bufferDepth,
    firmware: gateways.firmware,
  },
  { sites: (siteIds) => anyOf(gateways.siteId, siteIds) },
);
