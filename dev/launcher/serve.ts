import { z } from 'zod';
import { parseEnvironment } from '@dcmms/runtime/config.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { partEnvironment } from './environment.ts';
import { prepareDatabase } from './prepare-database.ts';

/** Our processes by name, as a container runs one each. */
const entries = {
  core: '../../subgraphs/core/main.ts',
  inventory: '../../subgraphs/inventory/main.ts',
  telemetry: '../../subgraphs/telemetry/main.ts',
  predictions: '../../subgraphs/predictions/main.ts',
  bridge: '../../subgraphs/telemetry/bridge/main.ts',
  gateway: '../../gateway/main.ts',
  idp: '../idp/main.ts',
} as const;

const settings = parseEnvironment(
  z.object({
    DATABASE_URL: z.string().startsWith('postgres', 'a postgresql:// address'),
    DATABASE_DIRECT_URL: z.string().startsWith('postgres', 'a postgresql:// address').optional(),
    DCMMS_SECRET: z.string().min(16, 'the secret of the installation, at least 16 characters'),
    DCMMS_HOME: z.string().min(1).default('.dcmms'),
    QUESTDB_HTTP_URL: z.url(),
    QUESTDB_PG_URL: z.string().startsWith('postgres', 'a postgresql:// address'),
    QUESTDB_PG_READ_URL: z.string().startsWith('postgres', 'a postgresql:// address').optional(),
    LIVE_MQTT_URL: z.string().startsWith('mqtt', 'an mqtt:// address').default('mqtt://127.0.0.1:1883'),
    IDP_PORT: z.coerce.number().int().default(4100),
    /** Loads the demo fleet into an empty database. */
    DCMMS_DEMO: z.enum(['true', 'false']).default('false'),
  }),
);

/**
 * Runs one of our processes in the foreground, or `migrate`, from the addresses of an installation: what `npm start` does for one
 * machine, for containers. Usage: `node dev/launcher/serve.ts gateway`.
 */
const [part = ''] = process.argv.slice(2);
const directUrl = settings.DATABASE_DIRECT_URL ?? settings.DATABASE_URL;
const questdb = {
  httpUrl: settings.QUESTDB_HTTP_URL,
  pgUrl: settings.QUESTDB_PG_URL,
  pgReadUrl: settings.QUESTDB_PG_READ_URL ?? settings.QUESTDB_PG_URL,
};
if (part === 'migrate') {
  await prepareDatabase({
    database: { url: settings.DATABASE_URL, directUrl, embedded: false },
    readings: questdb,
    secret: settings.DCMMS_SECRET,
    demo: settings.DCMMS_DEMO === 'true',
    idpPort: settings.IDP_PORT,
    log: createLog('migrate'),
  });
} else if (isEntry(part)) {
  const environment = partEnvironment({
    databaseUrl: settings.DATABASE_URL,
    databaseDirectUrl: directUrl,
    questdb,
    secret: settings.DCMMS_SECRET,
    home: settings.DCMMS_HOME,
    liveMqttUrl: settings.LIVE_MQTT_URL,
  });
  Object.assign(process.env, environment);
  // A process sees its own roles' addresses, not the owner's.
  delete process.env['DATABASE_URL'];
  delete process.env['DATABASE_DIRECT_URL'];
  await import(entries[part]);
} else {
  console.error(`There is no part ${part}. There are: migrate, ${Object.keys(entries).join(', ')}.`);
  process.exitCode = 1;
}

function isEntry(name: string): name is keyof typeof entries {
  return Object.hasOwn(entries, name);
}
