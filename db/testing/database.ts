import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { databaseUrl } from '../connection.ts';

/** A database of one test file's own. */
export interface TestDatabase extends AsyncDisposable {
  /** Signed in as the administrator, above the policies; `roleUrl(url, role, secret)` makes it a login role's. */
  readonly url: string;
  readonly name: string;
  /** Waits a moment for who is still connected, cuts off who stays, and removes the database. */
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
  const drop = async (): Promise<void> => {
    try {
      // A pool says that it has ended while its last connections are still closing; cut off meanwhile, they would raise an error
      // that nobody listens to any more.
      await administer(adminUrl, `DROP DATABASE IF EXISTS ${name}`, 40);
    } catch (error) {
      if (!isBusy(error)) throw error;
      await administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  };
  return { url: databaseUrl(adminUrl, name), name, drop, [Symbol.asyncDispose]: drop };
}

async function administer(adminUrl: string, statement: string, attemptsMax = 100): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(adminUrl, 'postgres') });
  await client.connect();
  try {
    // Two copies of one template at once: the second finds the first one reading and has to try again.
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        if (!isBusy(error) || attempt >= attemptsMax) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  } finally {
    await client.end();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '55006';
}
