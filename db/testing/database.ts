import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { databaseUrl } from '../connection.ts';

/** A database of one test file's own. */
export interface TestDatabase extends AsyncDisposable {
  /** Signed in as the administrator, above the policies; `roleUrl(url, role, secret)` makes it a login role's. */
  readonly url: string;
  readonly name: string;
  /** Cuts off who is still connected and removes the database. */
  drop(): Promise<void>;
}

/**
 * Copies the run's migrated template: 35 ms instead of a migration.
 *
 * @param adminUrl A superuser's address on the test server: `inject('postgresUrl')`.
 * @param template The template's name, `inject('templateDatabase')`; nobody may be connected to it.
 */
export async function createTestDatabase(adminUrl: string, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE "${template}" STRATEGY FILE_COPY`);
  const drop = (): Promise<void> => administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { url: databaseUrl(adminUrl, name), name, drop, [Symbol.asyncDispose]: drop };
}

async function administer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(adminUrl, 'postgres') });
  await client.connect();
  try {
    // Two copies of one template at once: the second finds the first one reading and has to try again.
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        const busy = error instanceof pg.DatabaseError && error.code === '55006' && attempt < 100;
        if (!busy) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  } finally {
    await client.end();
  }
}
