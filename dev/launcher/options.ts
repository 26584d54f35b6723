import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseEnvironment } from '@dcmms/runtime/config.ts';
import { commandLine } from '../installation/command-line.ts';

export interface LaunchOptions {
  readonly web: boolean;
  readonly plant: boolean;
  readonly demo: boolean;
  /** Subgraphs as processes of their own, asked over HTTP. */
  readonly services: boolean;
  readonly home: string;
  readonly ports: {
    readonly gateway: number;
    readonly idp: number;
    readonly mqtt: number;
    readonly web: number;
    readonly questdbHttp: number;
    readonly questdbPg: number;
  };
  /** External servers, where the environment names them. */
  readonly external: {
    readonly databaseUrl?: string | undefined;
    readonly databaseDirectUrl?: string | undefined;
    readonly questdbHttpUrl?: string | undefined;
    readonly questdbPgUrl?: string | undefined;
    readonly mqttUrl?: string | undefined;
  };
}

const usage = `npm start [-- OPTION …]

  --services  subgraphs as processes of their own, asked over HTTP
  --no-plant  without the simulated plant
  --no-demo   without the demo fleet and its plant
  --no-web    without the browser console

Ports: GATEWAY_PORT, IDP_PORT, MQTT_PORT, QUESTDB_HTTP_PORT, QUESTDB_PG_PORT, WEB_PORT. Folder of the data: DCMMS_HOME.
Servers of your own: DATABASE_URL, DATABASE_DIRECT_URL, QUESTDB_HTTP_URL with QUESTDB_PG_URL, MQTT_URL.`;

const portRange = 'a port is a whole number from 1 to 65535';
const port = z.coerce.number(portRange).int(portRange).min(1, portRange).max(65_535, portRange);

const environment = z.object({
  DCMMS_HOME: z.string().min(1).default('.dcmms'),
  GATEWAY_PORT: port.default(4000),
  IDP_PORT: port.default(4100),
  MQTT_PORT: port.default(1883),
  WEB_PORT: port.default(3000),
  QUESTDB_HTTP_PORT: port.default(9000),
  QUESTDB_PG_PORT: port.default(8812),
  DATABASE_URL: z.string().startsWith('postgres', 'a postgresql:// address').optional(),
  DATABASE_DIRECT_URL: z.string().startsWith('postgres', 'a postgresql:// address').optional(),
  QUESTDB_HTTP_URL: z.url().optional(),
  QUESTDB_PG_URL: z.string().startsWith('postgres', 'a postgresql:// address').optional(),
  MQTT_URL: z.string().startsWith('mqtt', 'an mqtt:// address').optional(),
});

/** Reads the command line and the environment of `npm start`. Relative folders are the project's. */
export function launchOptions(args: readonly string[], root: string): LaunchOptions {
  const values = commandLine(args, usage, {
    'no-web': { type: 'boolean', default: false },
    'no-plant': { type: 'boolean', default: false },
    'no-demo': { type: 'boolean', default: false },
    services: { type: 'boolean', default: false },
  });
  const given = parseEnvironment(environment);
  if ((given.QUESTDB_HTTP_URL === undefined) !== (given.QUESTDB_PG_URL === undefined)) {
    throw new Error('QUESTDB_HTTP_URL and QUESTDB_PG_URL name one server: set both or neither.');
  }
  return {
    web: !values['no-web'],
    plant: !values['no-plant'] && !values['no-demo'],
    demo: !values['no-demo'],
    services: values.services,
    home: resolve(join(root, '.'), given.DCMMS_HOME),
    ports: {
      gateway: given.GATEWAY_PORT,
      idp: given.IDP_PORT,
      mqtt: given.MQTT_PORT,
      web: given.WEB_PORT,
      questdbHttp: given.QUESTDB_HTTP_PORT,
      questdbPg: given.QUESTDB_PG_PORT,
    },
    external: {
      databaseUrl: given.DATABASE_URL,
      databaseDirectUrl: given.DATABASE_DIRECT_URL,
      questdbHttpUrl: given.QUESTDB_HTTP_URL,
      questdbPgUrl: given.QUESTDB_PG_URL,
      mqttUrl: given.MQTT_URL,
    },
  };
}
