import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { roleUrl } from '../connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createTestOrder, createTestTenant, type TestTenant } from '../testing/tenant.ts';
import { sealAuditLogs, verifyAuditChain, type ChainVerdict } from './audit-chain.ts';

const month = new Date().toISOString().slice(0, 7);

let database: TestDatabase;
let admin: pg.Client;
let sealer: pg.Client;
let core: pg.Client;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  admin = new pg.Client(database.url);
  sealer = new pg.Client(roleUrl(database.url, 'dcmms_seal', inject('secret')));
  core = new pg.Client(roleUrl(database.url, 'dcmms_core', inject('secret')));
  await Promise.all([admin.connect(), sealer.connect(), core.connect()]);
});

afterAll(async () => {
  await Promise.all([core.end(), sealer.end(), admin.end()]);
  await database.drop();
});

/** A tenant whose chain is six rows of the beginning and five of orders. */
beforeEach(async () => {
  tenant = await createTestTenant(admin);
  for (let order = 0; order < 5; order += 1) await createTestOrder(admin, tenant);
  await sealAll();
});

describe('the audit’s chain', () => {
  test('holds every row, tenant by tenant, in as many steps as one likes, and is verified by core', async () => {
    const other = await createTestTenant(admin);
    await createTestOrder(admin, tenant);
    await createTestOrder(admin, other);
    expect(await verify()).toMatchObject({ broken: null, unsealed: 1 });
    while ((await sealAuditLogs(sealer, 3)) > 0);
    const [mine, others] = [await verify(), await verifyAuditChain(core, other.tenantId, month)];
    expect(mine).toEqual({ broken: null, verified: (await rowsOf(tenant)).length, unsealed: 0, head: expect.any(String) });
    expect(others).toEqual({ broken: null, verified: (await rowsOf(other)).length, unsealed: 0, head: expect.any(String) });
    expect(mine.head).not.toBe(others.head);
    expect(await verifyAuditChain(admin, tenant.tenantId, month)).toEqual(mine);
    expect(await verifyAuditChain(core, tenant.tenantId, '2001-01')).toEqual({ broken: null, verified: 0, unsealed: 0, head: null });
  });

  test('takes a row of a transaction that commits late at its end', async () => {
    const slow = new pg.Client(database.url);
    await slow.connect();
    await slow.query('BEGIN');
    const late = await createTestOrder(slow, tenant);
    await createTestOrder(admin, tenant);
    await sealAll();
    await slow.query('COMMIT');
    await slow.end();
    await sealAll();
    const rows = await rowsOf(tenant);
    expect(rows.at(-1)?.resource_id).toBe(late);
    expect(await verify()).toMatchObject({ broken: null, verified: rows.length });
  });

  test('is made once when several seal at the same time', async () => {
    const second = new pg.Client(roleUrl(database.url, 'dcmms_seal', inject('secret')));
    await second.connect();
    for (let order = 0; order < 20; order += 1) await createTestOrder(admin, tenant);
    const sealed = await Promise.all([sealer, second, sealer, second].map((client) => sealAuditLogs(client, 7)));
    await second.end();
    expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(await verify()).toMatchObject({ broken: null, unsealed: 0 });
  });

  test('holds after a person has gone from their rows', async () => {
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO users (tenant_id, user_id, email, first_name, last_name) VALUES ($1, 'U-2', $2, 'Gone', 'Soon') RETURNING id`,
      [tenant.tenantId, `gone@${tenant.code}.test`],
    );
    await admin.query('BEGIN');
    await admin.query(`SELECT set_config('app.user_id', $1, true)`, [rows[0]?.id]);
    const order = await createTestOrder(admin, tenant);
    await admin.query('COMMIT');
    await sealAll();
    await admin.query('DELETE FROM users WHERE id = $1', [rows[0]?.id]);
    expect((await rowsOf(tenant)).find((row) => row.resource_id === order)).toMatchObject({ user_id: null });
    expect(await verify()).toMatchObject({ broken: null });
  });

  test.each([
    ['another person', `user_id = (SELECT id FROM users WHERE tenant_id = a.tenant_id)`],
    ['another field', `changes = jsonb_set(changes, '{after,title}', '"Nothing happened"')`],
    ['a null where there was nothing', `changes = changes || '{"before": null}'`],
    ['another request', 'request_id = uuidv7()'],
    ['an instant one millisecond later', `"timestamp" = "timestamp" + interval '1 millisecond'`],
    ['another hash', `hash = sha256('')`],
  ])('breaks at the row that was given %s', async (_, change) => {
    const id = await tamper(`UPDATE audit_logs a SET ${change} WHERE chain_position = 9 AND tenant_id = $1`);
    expect(await verify()).toMatchObject({ broken: { position: 9, id, fault: 'changed' }, verified: 8 });
  });

  test('breaks at the row after one whose hash was made to fit', async () => {
    await tamper(
      `UPDATE audit_logs a SET reason = 'x', hash = sha256(prev_hash || convert_to(coalesce(user_id::text, '') || ' ' ||
         audit_log_text(jsonb_populate_record(a, '{"reason": "x"}')), 'UTF8')) WHERE chain_position = 9 AND tenant_id = $1`,
    );
    expect(await verify()).toMatchObject({ broken: { position: 10, fault: 'relinked' }, verified: 9 });
  });

  test('misses a row that was removed, at its end as well', async () => {
    await tamper('DELETE FROM audit_logs WHERE chain_position = 11 AND tenant_id = $1');
    expect(await verify()).toMatchObject({ broken: { position: 11, id: null, fault: 'missing' }, verified: 10 });
    await tamper('DELETE FROM audit_logs WHERE chain_position = 4 AND tenant_id = $1');
    expect(await verify()).toMatchObject({ broken: { position: 4, id: null, fault: 'missing' }, verified: 3 });
  });

  test('is not taken for another that ends elsewhere', async () => {
    await tamper('UPDATE audit_chains SET length = 10 WHERE tenant_id = $1');
    expect(await verify()).toMatchObject({ broken: { position: 11, fault: 'unrecorded' } });
    await tamper('DELETE FROM audit_chains WHERE tenant_id = $1');
    expect(await verify()).toMatchObject({ broken: { fault: 'unrecorded' } });
  });

  test.each([
    ['with another row’s place', 3],
    ['without a place', null],
  ])('finds a row that was put in %s', async (_, place) => {
    const id = await tamper(
      `INSERT INTO audit_logs (tenant_id, action, chain_position, prev_hash, hash) VALUES ($1, 'custom', ${place}, '\\x00', '\\x01') RETURNING id`,
    );
    expect(await verify()).toMatchObject({ broken: { position: place ?? 0, id, fault: 'misplaced' } });
  });
});

test('whoever seals sees no row and changes none otherwise', async () => {
  for (const statement of ['SELECT FROM audit_logs', 'SELECT FROM audit_chains', `UPDATE audit_logs SET hash = '\\x00'`]) {
    await expect(sealer.query(statement)).rejects.toThrow(/permission denied/);
  }
  await expect(core.query('SELECT seal_audit_logs(1)')).rejects.toThrow(/permission denied/);
});

const verify = (): Promise<ChainVerdict> => verifyAuditChain(core, tenant.tenantId, month);

async function sealAll(): Promise<void> {
  while ((await sealAuditLogs(sealer, 1_000)) > 0);
}

/** Changes what the guard keeps from being changed, as an administrator can who switches the guard off. */
async function tamper(text: string): Promise<string | undefined> {
  await admin.query('ALTER TABLE audit_logs DISABLE TRIGGER USER');
  const { rows } = await admin.query<{ id: string }>(text.startsWith('UPDATE audit_logs') ? `${text} RETURNING id` : text, [
    tenant.tenantId,
  ]);
  await admin.query('ALTER TABLE audit_logs ENABLE TRIGGER USER');
  return rows[0]?.id;
}

async function rowsOf(of: TestTenant): Promise<{ resource_id: string; user_id: string | null }[]> {
  const { rows } = await admin.query<{ resource_id: string; user_id: string | null }>(
    'SELECT resource_id, user_id FROM audit_logs WHERE tenant_id = $1 ORDER BY chain_position',
    [of.tenantId],
  );
  return rows;
}
