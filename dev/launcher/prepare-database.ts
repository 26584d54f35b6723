import pg from 'pg';
import { databaseUrl } from '@dcmms/db/connection.ts';
import { migrate } from '@dcmms/db/migrate.ts';
import { migrateQuestDb } from '@dcmms/db/questdb/migrate.ts';
import { seedAuthority } from '@dcmms/db/seed/authority.ts';
import { seedDemo } from '@dcmms/db/seed/demo.ts';
import { demoGateways, gatewayCredentials } from '@dcmms/db/seed/gateways.ts';
import { updateIdpIssuers } from '@dcmms/db/seed/idp-issuers.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import type { GatewayCredential } from './ready-file.ts';
import type { PostgresAddress, QuestDbAddress } from './stores.ts';

export interface PreparedDatabase {
  /** The application's database, signed in as it was given; login roles by `roleUrl`. */
  readonly url: string;
  /** The same past a pooler. */
  readonly directUrl: string;
  /** Signs in above the row policies. */
  readonly toolUrl: string;
  readonly seeded: boolean;
  /** Whether the demo fleet is in it. */
  readonly demo: boolean;
  readonly gateways: readonly GatewayCredential[];
}

const applicationDatabase = 'dcmms';

/** Brings both stores to this version's schema, the roles to the matrix, and the demo fleet into an empty database. */
export async function prepareDatabase(settings: {
  database: PostgresAddress;
  readings: QuestDbAddress;
  secret: string;
  demo: boolean;
  idpPort: number;
  log: Log;
}): Promise<PreparedDatabase> {
  const { database, readings, secret, log } = settings;
  const url = database.embedded ? await ensureDatabase(database.url) : database.url;
  const directUrl = database.embedded ? url : database.directUrl;
  const [seeded] = await Promise.all([preparePostgres(directUrl, settings), migrateQuestDb({ pgUrl: readings.pgUrl, log })]);
  const demo = await hasDemo(directUrl);
  return { url, directUrl, toolUrl: directUrl, seeded, demo, gateways: demo ? gatewayCredentials(secret) : [] };
}

/** Makes the application's database on an embedded server, if it is not there; its address. */
export async function ensureDatabase(serverUrl: string): Promise<string> {
  await withClient(serverUrl, async (client) => {
    const found = await client.query('select from pg_database where datname = $1', [applicationDatabase]);
    if (found.rowCount === 0) await client.query(`create database ${applicationDatabase}`);
  });
  return databaseUrl(serverUrl, applicationDatabase);
}

async function preparePostgres(url: string, settings: { secret: string; demo: boolean; idpPort: number; log: Log }): Promise<boolean> {
  const { secret, idpPort, log } = settings;
  await migrate({ url, secret, log });
  await withClient(url, seedAuthority);
  const seeded = settings.demo && (await seedDemo({ url, secret, now: new Date(), idpPort, log }));
  await withClient(url, (client) => updateIdpIssuers(client, idpPort));
  return seeded;
}

async function hasDemo(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const found = await client.query('select from gateways where id = any($1::uuid[]) limit 1', [
      demoGateways.map((gateway) => gateway.id),
    ]);
    return (found.rowCount ?? 0) > 0;
  });
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'dcmms-launcher' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
