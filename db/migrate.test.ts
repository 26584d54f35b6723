import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseUrl, loginRoles, roleUrl } from './connection.ts';
import { findDrift } from './drift.ts';
import { silent } from './embedded/log.ts';
import { removePostgres, startPostgres } from './embedded/postgres.ts';
import { migrate } from './migrate.ts';

const secret = inject('secret');
const databases: string[] = [];
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client(inject('postgresUrl'));
  await admin.connect();
});

afterAll(async () => {
  for (const name of databases) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.end();
});

describe('migrate', () => {
  test('makes an empty database complete, and changes nothing the second time', async () => {
    const url = await emptyDatabase('migrate_test_twice');
    await migrate({ url, secret, log: silent });
    const before = await fingerprint(url);
    await migrate({ url, secret, log: silent });
    expect(await fingerprint(url)).toEqual(before);
    expect(before.length).toBeGreaterThan(60);
  });

  test('three at once on one database all succeed', async () => {
    const url = await emptyDatabase('migrate_test_three');
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => migrate({ url, secret, log: silent })));
    expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toEqual([]);
  });

  test('several databases of one cluster at once all succeed, though roles are the cluster’s', async () => {
    const urls: string[] = [];
    for (const name of ['a', 'b', 'c']) urls.push(await emptyDatabase(`migrate_test_side_${name}`));
    const outcomes = await Promise.allSettled(urls.map((url) => migrate({ url, secret, log: silent })));
    expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toEqual([]);
  });

  test('every login role signs in with its derived password and acts as itself', async () => {
    const url = await emptyDatabase('migrate_test_roles');
    await migrate({ url, secret, log: silent });
    for (const role of loginRoles) {
      expect(await query(roleUrl(url, role, secret), 'SELECT current_user AS role')).toEqual([{ role }]);
      await expect(query(roleUrl(url, role, 'another secret'), 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    }
  });

  test('needs no superuser: an owner that may create roles is enough', async () => {
    await withCluster(async (url) => {
      await query(url, `CREATE ROLE plain_owner LOGIN CREATEROLE CREATEDB PASSWORD 'pw'`);
      await query(url, 'CREATE DATABASE plain OWNER plain_owner');
      const owned = databaseUrl(url, 'plain').replace(/\/\/[^@]*@/, '//plain_owner:pw@');
      await migrate({ url: owned, secret, log: silent });
      await migrate({ url: owned, secret, log: silent });
      for (const role of loginRoles) expect(await query(roleUrl(owned, role, secret), 'SELECT current_user AS role')).toEqual([{ role }]);
      const client = new pg.Client(databaseUrl(url, 'plain'));
      await client.connect();
      expect(await findDrift(client)).toEqual([]);
      await client.end();
      // A job role above the policies reads all tenants, though its maker could not give it BYPASSRLS.
      await query(owned, `INSERT INTO tenants (tenant_id, name) VALUES ('a', 'A'), ('b', 'B')`);
      await query(owned, `INSERT INTO outbox (tenant_id, topic, entity_id, payload) SELECT id, 'test', id, '{}' FROM tenants`);
      expect(await query(roleUrl(owned, 'dcmms_relay', secret), 'SELECT count(DISTINCT tenant_id)::int AS n FROM outbox')).toEqual([
        { n: 2 },
      ]);
      expect(await query(roleUrl(owned, 'dcmms_core', secret), 'SELECT id FROM tenants')).toEqual([]);
    });
  });

  test('refuses a database whose migrations were edited after they were applied, or made by a newer version', async () => {
    const url = await emptyDatabase('migrate_test_edited');
    await migrate({ url, secret, log: silent });
    await query(url, `UPDATE drizzle.__drizzle_migrations SET hash = 'another' WHERE id = 2`);
    await expect(migrate({ url, secret, log: silent })).rejects.toThrow(/was edited after it was applied/);
    await query(url, `UPDATE drizzle.__drizzle_migrations SET created_at = created_at + 1 WHERE id = 2`);
    await expect(migrate({ url, secret, log: silent })).rejects.toThrow(/migrated by a newer dCMMS/);
  });

  test('brings rights back to what the data says', async () => {
    const url = await emptyDatabase('migrate_test_rights');
    await migrate({ url, secret, log: silent });
    await query(url, 'GRANT DELETE ON audit_logs TO dcmms_core');
    await query(url, 'DROP POLICY tenant_isolation ON assets');
    await query(url, `UPDATE drizzle.applied_security SET hash = 'of an older version'`);
    await migrate({ url, secret, log: silent });
    expect(await query(url, `SELECT has_table_privilege('dcmms_core', 'audit_logs', 'DELETE') AS may`)).toEqual([{ may: false }]);
    expect(
      await query(url, `SELECT count(*)::int AS n FROM pg_policies WHERE tablename = 'assets' AND policyname = 'tenant_isolation'`),
    ).toEqual([{ n: 1 }]);
  });
});

/** A server of its own, because roles are the cluster's and here another one has to make them. */
async function withCluster(work: (url: string) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'dcmms-migrate-'));
  await chmod(home, 0o755);
  const server = await startPostgres({ home, secret, log: silent, durable: false });
  try {
    await work(server.url);
  } finally {
    await server.stop();
    await removePostgres(home);
    await rm(home, { recursive: true, force: true });
  }
}

async function emptyDatabase(name: string): Promise<string> {
  databases.push(name);
  await admin.query(`CREATE DATABASE ${name}`);
  return databaseUrl(inject('postgresUrl'), name);
}

async function fingerprint(url: string): Promise<unknown[]> {
  return query(url, `SELECT relname, relacl::text, xmin::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1`);
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
