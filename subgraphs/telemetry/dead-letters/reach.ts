import { ingestDeadLetters } from '@dcmms/db/telemetry/dead-letters.ts';
import { anyOf, guard } from '@dcmms/runtime/guard.ts';

/** Dead letters, by the site of the credential that sent them; one without a site is seen by whoever sees the whole tenant. */
export const deadLetterRows = guard(ingestDeadLetters, { sites: (siteIds) => anyOf(ingestDeadLetters.siteId, siteIds) });
