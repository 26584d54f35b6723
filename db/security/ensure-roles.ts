import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { rolePassword } from '../connection.ts';
import { databaseRoles } from './roles.ts';

type Role = (typeof databaseRoles)[number];

/**
 * Creates the roles that are missing and brings passwords, settings and memberships of all to what they have to be. Roles
 * belong to the cluster and not to the database: several databases may do this at once.
 *
 * @param client Signed in as a superuser, or as an owner of the database with CREATEROLE that made the roles itself.
 */
export async function ensureRoles(client: pg.ClientBase, secret: string): Promise<void> {
  const { rows } = await client.query<{ me: string; is_superuser: boolean }>(
    'SELECT session_user AS me, rolsuper AS is_superuser FROM pg_roles WHERE rolname = session_user',
  );
  const me = rows[0]?.me ?? '';
  for (const role of databaseRoles) await ensureRole(client, role, me, secret);
  if (me !== 'dcmms_owner' && rows[0]?.is_superuser !== true) {
    await retried(client, `GRANT dcmms_owner TO ${client.escapeIdentifier(me)} WITH INHERIT TRUE, SET TRUE`);
  }
  // Inherited, because the owner replaces these roles' functions and views in later migrations.
  await retried(client, 'GRANT dcmms_directory, dcmms_search TO dcmms_owner WITH INHERIT TRUE, SET TRUE');
}

async function ensureRole(client: pg.ClientBase, role: Role, me: string, secret: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role.name]);
  if (rowCount === 0) await retried(client, `CREATE ROLE ${role.name}`, ['42710', '23505']);
  // One may not change what one signed in with, unless by hand.
  if (role.name === me) return;
  // SUPERUSER, REPLICATION and BYPASSRLS are not named: a role has none of them unless a superuser gave it.
  if (role.login) await retried(client, `ALTER ROLE ${role.name} LOGIN PASSWORD '${scramVerifier(rolePassword(secret, role.name))}'`);
  else await retried(client, `ALTER ROLE ${role.name} NOLOGIN`);
  for (const [name, value] of Object.entries(role.settings)) await retried(client, `ALTER ROLE ${role.name} SET ${name} = '${value}'`);
}

/** Two transactions that change one role meet in the cluster's catalog, which has no lock to wait for: the later one fails. */
async function retried(client: pg.ClientBase, statement: string, done: readonly string[] = []): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      if (done.includes(error.code ?? '')) return;
      const met = error.code === 'XX000' || error.code === '23505' || error.code === '40P01';
      if (!met || attempt >= 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
    }
  }
}

/** What PostgreSQL keeps of a password (RFC 5803); sent instead of it, the password is in no log of the server. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const stored = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac(salted, 'Server Key').toString('base64')}`;
}
