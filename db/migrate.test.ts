import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseUrl, loginRoles, roleUrl } from './connection.ts';
import { silent } from './embedded/log.ts';
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
  await admin.query('DROP ROLE IF EXISTS migrate_test_owner');
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
});

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
