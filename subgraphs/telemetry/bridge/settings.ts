import { parseEnvironment } from '@dcmms/runtime/config.ts';
import { z } from 'zod';

/** What the bridge is told by its environment. */
export interface BridgeSettings {
  /** PostgreSQL, as the login role `dcmms_bridge`. */
  readonly databaseUrl: string;
  /** With the credential that may write: `http://user:password@host:9000`. */
  readonly questDbHttpUrl: string;
  /** PGwire of the same user, to watch and resume tables; without it nobody looks after them here. */
  readonly questDbPgUrl: string | undefined;
  readonly mqttHost: string;
  /** 0 for any free one. */
  readonly mqttPort: number;
  /** An external broker to subscribe to, beside our own listener; `mqtt://user:password@host:1883`. */
  readonly mqttUrl: string | undefined;
  /** `$DCMMS_HOME`; the journal is the folder `journal` in it. */
  readonly home: string;
  readonly secret: string;
  readonly healthHost: string;
  /** 0 for any free one. */
  readonly healthPort: number;
  /** The journal's share of the disk; undefined for a quarter of what is free, at most 8 GiB. */
  readonly journalBytesMax: number | undefined;
}

const port = z.coerce.number().int().min(0).max(65_535);

const schema = z
  .object({
    BRIDGE_DATABASE_URL: z.string().startsWith('postgres', 'the address of PostgreSQL').optional(),
    DATABASE_URL: z.string().startsWith('postgres', 'the address of PostgreSQL').optional(),
    QUESTDB_HTTP_URL: z.string().regex(/^https?:\/\//, 'the http:// address of QuestDB'),
    QUESTDB_PG_URL: z.string().startsWith('postgres', 'the address of QuestDB over PGwire').optional(),
    MQTT_HOST: z.string().min(1).default('127.0.0.1'),
    MQTT_PORT: port.default(1883),
    MQTT_URL: z
      .string()
      .regex(/^(mqtts?|wss?):\/\//, 'the mqtt:// address of a broker')
      .optional(),
    DCMMS_HOME: z.string().min(1).default('.dcmms'),
    DCMMS_SECRET: z.string().min(1, 'the key of the installation'),
    HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
    HEALTH_PORT: port.default(0),
    JOURNAL_BYTES_MAX: z.coerce
      .number()
      .int()
      .min(16 * 1024 * 1024, 'at least 16 MiB')
      .optional(),
  })
  .transform((given, context): BridgeSettings => {
    const databaseUrl = given.BRIDGE_DATABASE_URL ?? given.DATABASE_URL;
    if (databaseUrl === undefined) {
      context.addIssue({ code: 'custom', path: ['DATABASE_URL'], message: 'the address of PostgreSQL with the role dcmms_bridge' });
      return z.NEVER;
    }
    return {
      databaseUrl,
      questDbHttpUrl: given.QUESTDB_HTTP_URL,
      questDbPgUrl: given.QUESTDB_PG_URL,
      mqttHost: given.MQTT_HOST,
      mqttPort: given.MQTT_PORT,
      mqttUrl: given.MQTT_URL,
      home: given.DCMMS_HOME,
      secret: given.DCMMS_SECRET,
      healthHost: given.HEALTH_HOST,
      healthPort: given.HEALTH_PORT,
      journalBytesMax: given.JOURNAL_BYTES_MAX,
    };
  });

/** @throws ConfigurationError with every fault at once. */
export function readSettings(environment: NodeJS.ProcessEnv): BridgeSettings {
  return parseEnvironment(schema, environment);
}
