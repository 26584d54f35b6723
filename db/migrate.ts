import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { ensureRoles } from './security/ensure-roles.ts';
import { securityStatements } from './security/statements.ts';

const folder = join(import.meta.dirname, 'migrations');

/** A migration may hold a lock for long; whoever starts meanwhile waits for it. */
const patience = '10min';

export interface MigrateOptions {
  /**
   * The database, signed in as a superuser or as its owner with CREATEROLE. Not through a pooler: the lock is the session's.
   */
  readonly url: string;
  /** What the passwords of the login roles are derived from. */
  readonly secret: string;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
}

/**
 * Brings a database to the schema of this version: roles, tables, rights and policies, partitions. Does nothing where nothing
 * is to do; several at once wait for each other.
 *
 * @throws When the server is older than PostgreSQL 18, or a migration that was applied here reads differently now.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const client = new pg.Client({ connectionString: options.url, application_name: 'dcmms-migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query(`SET lock_timeout = '${patience}'`);
    await client.query(`SELECT pg_advisory_lock(hashtextextended('dcmms:migrate', 0))`);
    await ensureRoles(client, options.secret);
    await prepareDatabase(client, options.log);
    await client.query('SET ROLE dcmms_owner');
    await refuseChangedMigrations(client);
    await runMigrations(drizzle(client), { migrationsFolder: folder });
    await applySecurity(client, options.log);
    const { rows } = await client.query<{ name: string }>('SELECT ensure_partitions() AS name');
    if (rows.length > 0) options.log.info({ partitions: rows.map(({ name }) => name) }, 'partitions were made');
  } finally {
    await client.end();
  }
}

async function refuseOldServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: number; name: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name`,
  );
  const server = rows[0];
  if (server === undefined || server.version >= 180_000) return;
  throw new Error(`dCMMS needs PostgreSQL 18 or newer and this server is ${server.name}; set DATABASE_URL to a newer one.`);
}

/** What the database's own owner has to do, because it needs more than dcmms_owner may. */
async function prepareDatabase(client: pg.ClientBase, log: MigrateOptions['log']): Promise<void> {
  const { rows } = await client.query<{ name: string; wants_postgis: boolean; may: boolean; mine: boolean; prepared: boolean }>(
    `SELECT current_database() AS name,
       EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgis' AND installed_version IS NULL)
         AND to_regclass('public.sites') IS NULL AS wants_postgis,
       EXISTS (SELECT FROM pg_roles WHERE rolname = session_user AND rolsuper) AS may,
       EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND pg_has_role(session_user, datdba, 'USAGE')) AS mine,
       has_schema_privilege('dcmms_owner', 'public', 'CREATE WITH GRANT OPTION')
         AND has_database_privilege('dcmms_owner', current_database(), 'CREATE') AS prepared`,
  );
  const database = rows[0];
  if (database === undefined) return;
  const name = client.escapeIdentifier(database.name);
  if (database.mine) {
    // No role of ours makes temporary tables, which would outlive a request in a pooled session.
    await client.query(`REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  }
  // Not again where it holds: who inherits from dcmms_owner would grant as dcmms_owner, to itself.
  if (!database.prepared) {
    await client.query(`GRANT CREATE ON DATABASE ${name} TO dcmms_owner`);
    await client.query('GRANT USAGE, CREATE ON SCHEMA public TO dcmms_owner WITH GRANT OPTION');
  }
  // Before the first migration alone, which chooses the type of the places by it.
  if (database.wants_postgis && database.may) await client.query('CREATE EXTENSION IF NOT EXISTS postgis');
  else if (database.wants_postgis) {
    log.warn(
      {},
      'PostGIS is available, but only a superuser may install it (CREATE EXTENSION postgis, before the first migration); points are kept without it',
    );
  }
  // Functions are everybody's unless one says otherwise before they are made.
  await client.query('ALTER DEFAULT PRIVILEGES FOR ROLE dcmms_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC');
}

/** A migration that was edited after it was applied would leave two databases that claim to be the same. */
async function refuseChangedMigrations(client: pg.ClientBase): Promise<void> {
  const { rows: known } = await client.query<{ known: boolean }>(`SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS known`);
  if (known[0]?.known !== true) return;
  const { rows: applied } = await client.query<{ hash: string; made: string }>(
    'SELECT hash, created_at AS made FROM drizzle.__drizzle_migrations',
  );
  const hashes = new Map(readMigrationFiles({ migrationsFolder: folder }).map((file) => [file.folderMillis, file.hash]));
  for (const { hash, made } of applied) {
    const now = hashes.get(Number(made));
    if (now !== hash) {
      const instant = new Date(Number(made)).toISOString();
      throw new Error(
        now === undefined
          ? `This database was migrated by a newer dCMMS (a migration of ${instant} is unknown here); start that version, or restore a backup.`
          : `The migration of ${instant} was edited after it was applied to this database; undo the edit and write a new migration.`,
      );
    }
  }
}

/** Rights, policies and audit triggers come from data, not from migrations: applied whenever the data has changed. */
async function applySecurity(client: pg.ClientBase, log: MigrateOptions['log']): Promise<void> {
  const statements = securityStatements();
  const hash = createHash('sha256').update(statements.join('\n')).digest('hex');
  await client.query('CREATE TABLE IF NOT EXISTS drizzle.applied_security (hash text PRIMARY KEY, applied_at timestamptz(3) NOT NULL)');
  const { rowCount } = await client.query('SELECT FROM drizzle.applied_security WHERE hash = $1', [hash]);
  if (rowCount !== 0) return;
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('DELETE FROM drizzle.applied_security');
    await client.query('INSERT INTO drizzle.applied_security VALUES ($1, now())', [hash]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
  log.info({ statements: statements.length }, 'rights and policies were applied');
}
