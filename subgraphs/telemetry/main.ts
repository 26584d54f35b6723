import { z } from 'zod';
import { databaseAddress, runSubgraph } from '@dcmms/runtime/run-subgraph.ts';
import { createTelemetry } from './index.ts';
import { livePassword } from './live/topic.ts';

const settings = z.object({
  DCMMS_SECRET: z.string(),
  TELEMETRY_DATABASE_URL: databaseAddress,
  OUTBOX_DATABASE_URL: databaseAddress,
  QUESTDB_PG_READ_URL: databaseAddress,
  LIVE_MQTT_URL: z.string().startsWith('mqtt', 'an mqtt:// address'),
});

await runSubgraph('telemetry', settings, (given, log) =>
  createTelemetry({
    databaseUrl: given.TELEMETRY_DATABASE_URL,
    outboxUrl: given.OUTBOX_DATABASE_URL,
    questdb: { pgReadUrl: given.QUESTDB_PG_READ_URL },
    live: { mqttUrl: given.LIVE_MQTT_URL, password: livePassword(given.DCMMS_SECRET) },
    log,
  }),
);
