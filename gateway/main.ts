import { join } from 'node:path';
import { z } from 'zod';
import { parseEnvironment } from '@dcmms/runtime/config.ts';
import { Database } from '@dcmms/runtime/database/database.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { databaseAddress } from '@dcmms/runtime/run-subgraph.ts';
import { endWithParent } from '@dcmms/runtime/serve.ts';
import { viewerTokenKey } from '@dcmms/runtime/viewer-token.ts';
import { TrustedDocuments } from './documents/trusted.ts';
import { createGateway, gatewayLimits, type Subgraphs } from './create.ts';
import { TenantIdentity } from './identity/tenants.ts';
import { Sessions } from './sessions/sessions.ts';

const port = z.coerce.number().int().min(0).max(65535);
const list = z.string().transform((text) => text.split(',').flatMap((part) => part.trim() || []));
const origins = list.refine(
  (each) => each.every((text) => URL.canParse(text) && new URL(text).origin === text),
  'origins, such as https://console.example.com, separated by commas',
);

const common = z.object({
  DCMMS_SECRET: z.string().min(16, 'the secret of the installation, at least 16 characters'),
  GATEWAY_DATABASE_URL: databaseAddress,
  OUTBOX_DATABASE_URL: databaseAddress.optional(),
  GATEWAY_HOST: z.string().min(1).default('127.0.0.1'),
  GATEWAY_PORT: port.default(4000),
  WEB_PORT: port.default(3000),
  /** Origins under which people see the console, separated by commas, beside `localhost` at `WEB_PORT`. */
  GATEWAY_ORIGINS: origins.default([]),
  /** Proxies on other machines whose `X-Forwarded-*` headers count: addresses and CIDR ranges, separated by commas. */
  GATEWAY_TRUSTED_PROXIES: list.default([]),
  /** JSON of hash to text: what the console was built to ask. */
  TRUSTED_DOCUMENTS: z
    .string()
    .min(1)
    .default(join(import.meta.dirname, '..', 'web', 'gql', 'persisted-documents.json')),
  OIDC_AUDIENCE: z.string().min(1).default('dcmms'),
  GATEWAY_REQUESTS_PER_SECOND: z.coerce.number().int().min(1).default(gatewayLimits.http.requestsPerSecond),
  GATEWAY_COST_MAX: z.coerce.number().int().min(1).default(gatewayLimits.operation.costMax),
});

/** The way to the subgraphs: in this process (its settings are read where they are wired), or one address each. */
const ways = z.discriminatedUnion('SUBGRAPHS', [
  z.object({ SUBGRAPHS: z.literal('in-process').optional() }),
  z.object({
    SUBGRAPHS: z.literal('services'),
    SUBGRAPH_CORE_URL: z.url(),
    SUBGRAPH_INVENTORY_URL: z.url(),
    SUBGRAPH_TELEMETRY_URL: z.url(),
    SUBGRAPH_PREDICTIONS_URL: z.url(),
  }),
]);

const settings = parseEnvironment(z.intersection(common, ways));

const log = createLog('gateway');
const database = new Database({ url: settings.GATEWAY_DATABASE_URL, name: 'gateway', log });
const identity = new TenantIdentity({
  database,
  outboxUrl: settings.OUTBOX_DATABASE_URL,
  audience: settings.OIDC_AUDIENCE,
  log,
});
await identity.start();
const sessions = new Sessions({
  database,
  outboxUrl: settings.OUTBOX_DATABASE_URL,
  people: identity,
  secret: settings.DCMMS_SECRET,
  log,
});
await sessions.start();

const schema = join(import.meta.dirname, '..', 'schema');
const gateway = await createGateway({
  ...(await subgraphs()),
  identity,
  supergraphSdl: { file: join(schema, 'supergraph.graphql') },
  partnerSdl: { file: join(schema, 'partner.graphql') },
  limits: {
    http: { requestsPerSecond: settings.GATEWAY_REQUESTS_PER_SECOND },
    operation: { costMax: settings.GATEWAY_COST_MAX },
  },
  // The first is the one that a sign-in comes back to when a proxy does not say under which name it was begun.
  origins: [...settings.GATEWAY_ORIGINS, `http://localhost:${settings.WEB_PORT}`, `http://127.0.0.1:${settings.WEB_PORT}`],
  trustedProxies: settings.GATEWAY_TRUSTED_PROXIES,
  sessions,
  documents: new TrustedDocuments(settings.TRUSTED_DOCUMENTS, log),
  host: settings.GATEWAY_HOST,
  port: settings.GATEWAY_PORT,
  log,
});
log.info({ url: gateway.url, subgraphs: settings.SUBGRAPHS ?? 'in-process' }, 'the gateway answers');
// Before anybody hears that it is ready: a signal that follows at once is heard as well.
endWithParent(() => gateway.close());
process.send?.({ type: 'ready', port: gateway.port, url: gateway.url });

async function subgraphs(): Promise<Subgraphs> {
  if (settings.SUBGRAPHS === 'services') {
    return {
      serviceUrls: {
        core: settings.SUBGRAPH_CORE_URL,
        inventory: settings.SUBGRAPH_INVENTORY_URL,
        telemetry: settings.SUBGRAPH_TELEMETRY_URL,
        predictions: settings.SUBGRAPH_PREDICTIONS_URL,
      },
      viewerKey: viewerTokenKey(settings.DCMMS_SECRET),
    };
  }
  // Loaded only here: as services, the subgraphs' code is no part of this process.
  const { createSubgraphs, inProcessSettings } = await import('./in-process.ts');
  return { subgraphs: createSubgraphs(parseEnvironment(inProcessSettings), log) };
}
