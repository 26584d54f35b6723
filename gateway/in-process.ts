import { z } from 'zod';
import { createCore } from '@dcmms/core/index.ts';
import { createInventory } from '@dcmms/inventory/index.ts';
import { createPredictions } from '@dcmms/predictions/index.ts';
import { databaseAddress } from '@dcmms/runtime/run-subgraph.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import type { Subgraph } from '@dcmms/runtime/subgraph.ts';
import { createTelemetry, livePassword } from '@dcmms/telemetry/index.ts';

/** What the four subgraphs need when they run in the gateway's process. */
export const inProcessSettings = z.object({
  DCMMS_SECRET: z.string().min(16, 'the secret of the installation, at least 16 characters'),
  CORE_DATABASE_URL: databaseAddress,
  INVENTORY_DATABASE_URL: databaseAddress,
  TELEMETRY_DATABASE_URL: databaseAddress,
  PREDICTIONS_DATABASE_URL: databaseAddress,
  OUTBOX_DATABASE_URL: databaseAddress,
  /** Of the roles that core's periodic jobs act as; without one its jobs are another process's. */
  PARTITION_DATABASE_URL: databaseAddress.optional(),
  RETENTION_DATABASE_URL: databaseAddress.optional(),
  SEAL_DATABASE_URL: databaseAddress.optional(),
  QUESTDB_PG_READ_URL: databaseAddress,
  LIVE_MQTT_URL: z.string().startsWith('mqtt', 'an mqtt:// address'),
});

/**
 * All subgraphs in this process. The one place where the gateway knows them; under `--services` it is not loaded, and nothing of
 * them is.
 */
export function createSubgraphs(given: z.infer<typeof inProcessSettings>, log: Log): readonly Subgraph[] {
  return [
    createCore({
      databaseUrl: given.CORE_DATABASE_URL,
      outboxUrl: given.OUTBOX_DATABASE_URL,
      jobs: { partitionUrl: given.PARTITION_DATABASE_URL, retentionUrl: given.RETENTION_DATABASE_URL, sealUrl: given.SEAL_DATABASE_URL },
      log,
    }),
    createInventory({ databaseUrl: given.INVENTORY_DATABASE_URL, log }),
    createTelemetry({
      databaseUrl: given.TELEMETRY_DATABASE_URL,
      outboxUrl: given.OUTBOX_DATABASE_URL,
      questdb: { pgReadUrl: given.QUESTDB_PG_READ_URL },
      live: { mqttUrl: given.LIVE_MQTT_URL, password: livePassword(given.DCMMS_SECRET) },
      log,
    }),
    createPredictions({ databaseUrl: given.PREDICTIONS_DATABASE_URL, log }),
  ];
}
