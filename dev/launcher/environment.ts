import { roleUrl } from '@dcmms/db/connection.ts';
import type { QuestDbAddress } from './stores.ts';

export interface PartAddresses {
  /** The application's database; every login role's address is made from it. */
  readonly databaseUrl: string;
  /** The same past a pooler, for LISTEN. */
  readonly databaseDirectUrl: string;
  readonly questdb: QuestDbAddress;
  readonly secret: string;
  readonly home: string;
  /** Where the bridge's own listener is, for live values. */
  readonly liveMqttUrl: string;
}

/** What the bridge, the subgraphs and the gateway find in their environment, each part the addresses of its own roles among them. */
export function partEnvironment(addresses: PartAddresses): Record<string, string> {
  const { databaseUrl, databaseDirectUrl, questdb, secret } = addresses;
  return {
    NODE_ENV: 'production',
    DCMMS_HOME: addresses.home,
    DCMMS_SECRET: secret,
    CORE_DATABASE_URL: roleUrl(databaseUrl, 'dcmms_core', secret),
    INVENTORY_DATABASE_URL: roleUrl(databaseUrl, 'dcmms_inventory', secret),
    TELEMETRY_DATABASE_URL: roleUrl(databaseUrl, 'dcmms_telemetry', secret),
    PREDICTIONS_DATABASE_URL: roleUrl(databaseUrl, 'dcmms_predictions', secret),
    GATEWAY_DATABASE_URL: roleUrl(databaseUrl, 'dcmms_gateway', secret),
    BRIDGE_DATABASE_URL: roleUrl(databaseUrl, 'dcmms_bridge', secret),
    OUTBOX_DATABASE_URL: roleUrl(databaseDirectUrl, 'dcmms_relay', secret),
    PARTITION_DATABASE_URL: roleUrl(databaseUrl, 'dcmms_partition', secret),
    RETENTION_DATABASE_URL: roleUrl(databaseUrl, 'dcmms_retention', secret),
    SEAL_DATABASE_URL: roleUrl(databaseUrl, 'dcmms_seal', secret),
    QUESTDB_HTTP_URL: questdb.httpUrl,
    QUESTDB_PG_URL: questdb.pgUrl,
    QUESTDB_PG_READ_URL: questdb.pgReadUrl,
    LIVE_MQTT_URL: addresses.liveMqttUrl,
  };
}
