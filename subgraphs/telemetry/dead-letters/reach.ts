import { ingestDeadLetters } from '@dcmms/db/telemetry/dead-letters.ts';
import { gateways } from '@dcmms/db/telemetry/gateways.ts';
import { anyOf, guard, guardColumns } from '@dcmms/runtime/guard.ts';

/** Dead letters, by the site of the credential that sent them; one without a site is seen by whoever sees the whole tenant. */
export const deadLetterRows = guard(ingestDeadLetters, { sites: (siteIds) => anyOf(ingestDeadLetters.siteId, siteIds) });

/** Gateways without their credentials. */
export const gatewayRows = guardColumns(
  gateways,
  { id: gateways.id, code: gateways.code },
  { sites: (siteIds) => anyOf(gateways.siteId, siteIds) },
);
