import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { roleUrl, type LoginRole } from '../connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createTestOrder, createTestTenant, type TestTenant } from '../testing/tenant.ts';

let database: TestDatabase;
let admin: pg.Client;
let ours: TestTenant;
let theirs: TestTenant;
let ourOrder: string;
let theirOrder: string;
const clients = new Map<LoginRole, pg.Client>();

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  admin = new pg.Client(database.url);
  await admin.connect();
  ours = await createTestTenant(admin);
  theirs = await createTestTenant(admin);
  ourOrder = await createTestOrder(admin, ours);
  theirOrder = await createTestOrder(admin, theirs);
});

afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await admin.end();
  await database.drop();
});

describe('a login role', () => {
  test('sees nothing without a context', async () => {
    expect(await as('dcmms_core', null, 'SELECT id FROM work_orders')).toEqual([]);
    expect(await as('dcmms_core', null, 'SELECT id FROM tenants')).toEqual([]);
  });

  test('sees its tenant’s rows and no other’s', async () => {
    expect(await as('dcmms_core', ours, 'SELECT id FROM work_orders')).toEqual([{ id: ourOrder }]);
    expect(await as('dcmms_core', ours, 'SELECT tenant_id FROM tenants')).toEqual([{ tenant_id: ours.code }]);
    expect(await as('dcmms_core', ours, 'SELECT id FROM work_orders WHERE id = $1', [theirOrder])).toEqual([]);
  });

  test('writes no row of another tenant and moves none there', async () => {
    await expect(
      as('dcmms_core', ours, `INSERT INTO sites (tenant_id, site_id, name) VALUES ($1, 'X', 'X')`, [theirs.tenantId]),
    ).rejects.toThrow(/row-level security/);
    await expect(as('dcmms_core', ours, 'UPDATE sites SET tenant_id = $1', [theirs.tenantId])).rejects.toThrow(/row-level security/);
    expect(await as('dcmms_core', ours, `UPDATE work_orders SET title = 'x' WHERE id = $1 RETURNING id`, [theirOrder])).toEqual([]);
    expect(await as('dcmms_core', ours, 'DELETE FROM work_orders WHERE id = $1 RETURNING id', [theirOrder])).toEqual([]);
  });

  test('cannot point at another tenant’s row, though keys are checked above the policies', async () => {
    await expect(
      as(
        'dcmms_core',
        ours,
        `INSERT INTO work_orders (tenant_id, site_id, work_order_id, title, type, created_by) VALUES ($1, $2, 'WO-X', 'X', 'corrective', $3)`,
        [ours.tenantId, theirs.siteId, ours.userId],
      ),
    ).rejects.toThrow(/work_orders_site_id_fk/);
  });

  test('refuses a context that is no tenant', async () => {
    const client = await connected('dcmms_core');
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.tenant_id', 'helios', true)`);
    await expect(client.query('SELECT id FROM sites')).rejects.toThrow(/invalid input syntax for type uuid/);
    await client.query('ROLLBACK');
  });

  test('reaches a partition through its table alone', async () => {
    const { rows } = await admin.query<{ name: string }>(`SELECT tableoid::regclass::text AS name FROM work_orders WHERE id = $1`, [
      ourOrder,
    ]);
    await expect(as('dcmms_core', ours, `SELECT id FROM ${rows[0]?.name}`)).rejects.toThrow(/permission denied/);
  });

  test('makes no table, temporary ones included', async () => {
    await expect(as('dcmms_core', ours, 'CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/);
  });
});

describe('across the subgraphs', () => {
  test('inventory holds an order while parts are taken, and reads of it what it needs', async () => {
    const text = 'SELECT id, tenant_id, site_id, status, assigned_to FROM work_orders WHERE id = $1 FOR SHARE';
    expect(await as('dcmms_inventory', ours, text, [ourOrder])).toMatchObject([{ id: ourOrder, status: 'draft' }]);
    expect(await as('dcmms_inventory', ours, text, [theirOrder])).toEqual([]);
    await expect(as('dcmms_inventory', ours, 'SELECT title FROM work_orders')).rejects.toThrow(/permission denied/);
    await expect(as('dcmms_inventory', ours, `UPDATE work_orders SET status = 'closed'`)).rejects.toThrow(/permission denied/);
  });

  test('every neighbour reads code, type, status and place of assets', async () => {
    const text = 'SELECT id, tenant_id, site_id, asset_id, type, status, parent_id FROM assets';
    for (const role of ['dcmms_inventory', 'dcmms_telemetry', 'dcmms_predictions', 'dcmms_bridge'] as const) {
      expect(await as(role, ours, text)).toMatchObject([{ id: ours.assetId, asset_id: 'INV-01' }]);
      await expect(as(role, ours, 'SELECT name FROM assets')).rejects.toThrow(/permission denied/);
    }
  });

  test('core links an alert to an order and changes nothing else of it', async () => {
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO alerts (tenant_id, alert_id, severity, site_id, title, triggered_at, dedup_key)
       VALUES ($1, 'A-1', 'critical', $2, 'Hot', now(), 'k') RETURNING id`,
      [ours.tenantId, ours.siteId],
    );
    const id = rows[0]?.id;
    const linked = await as('dcmms_core', ours, 'UPDATE alerts SET work_order_id = $2 WHERE id = $1 RETURNING work_order_id', [
      id,
      ourOrder,
    ]);
    expect(linked).toEqual([{ work_order_id: ourOrder }]);
    await expect(as('dcmms_core', ours, `UPDATE alerts SET status = 'resolved'`)).rejects.toThrow(/permission denied/);
  });

  test('the gateway stamps a sign-in and changes no person', async () => {
    expect(
      await as('dcmms_gateway', ours, 'UPDATE users SET last_login_at = now() WHERE id = $1 RETURNING id', [ours.userId]),
    ).toHaveLength(1);
    await expect(as('dcmms_gateway', ours, `UPDATE users SET status = 'suspended'`)).rejects.toThrow(/permission denied/);
  });

  test('everybody writes events for their own tenant, the relay alone reads them', async () => {
    const insert = `INSERT INTO outbox (tenant_id, topic, entity_id, payload) VALUES ($1, 'test', uuidv7(), '{}')`;
    for (const role of [
      'dcmms_core',
      'dcmms_inventory',
      'dcmms_telemetry',
      'dcmms_predictions',
      'dcmms_bridge',
      'dcmms_gateway',
    ] as const) {
      await as(role, ours, insert, [ours.tenantId]);
      await expect(as(role, ours, insert, [theirs.tenantId])).rejects.toThrow(/row-level security/);
      await expect(as(role, ours, 'SELECT id FROM outbox')).rejects.toThrow(/permission denied/);
    }
    await as('dcmms_core', theirs, insert, [theirs.tenantId]);
    const seen = await as('dcmms_relay', null, 'SELECT DISTINCT tenant_id FROM outbox');
    expect(seen).toHaveLength(2);
    await expect(as('dcmms_relay', null, 'DELETE FROM outbox')).rejects.toThrow(/permission denied/);
  });
});

describe('rows of the platform', () => {
  test('a system role is read by all and changed by none', async () => {
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO roles (role_name, display_name, is_system) VALUES ('test_role', 'Test', true) RETURNING id`,
    );
    const id = rows[0]?.id;
    expect(await as('dcmms_core', ours, 'SELECT id FROM roles WHERE id = $1', [id])).toEqual([{ id }]);
    expect(await as('dcmms_core', ours, `UPDATE roles SET display_name = 'x' WHERE id = $1 RETURNING id`, [id])).toEqual([]);
    expect(await as('dcmms_core', ours, 'DELETE FROM roles WHERE id = $1 RETURNING id', [id])).toEqual([]);
    await expect(
      as('dcmms_core', ours, `INSERT INTO roles (role_name, display_name, is_system) VALUES ('mine', 'Mine', true)`),
    ).rejects.toThrow(/row-level security/);
    await as('dcmms_core', ours, 'INSERT INTO user_roles (tenant_id, user_id, role_id) VALUES ($1, $2, $3)', [
      ours.tenantId,
      ours.userId,
      id,
    ]);
    await admin.query('DELETE FROM roles WHERE id = $1', [id]);
  });

  test('a role of another tenant is as absent as none', async () => {
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO roles (role_name, display_name, tenant_id) VALUES ('theirs', 'Theirs', $1) RETURNING id`,
      [theirs.tenantId],
    );
    const give = 'INSERT INTO user_roles (tenant_id, user_id, role_id) VALUES ($1, $2, $3)';
    const permit = `INSERT INTO role_permissions (tenant_id, role_id, permission_id, scope) VALUES ($1, $2, uuidv7(), 'all')`;
    const none = '01936f00-0000-7000-8000-000000000000';
    for (const role of [rows[0]?.id, none]) {
      await expect(as('dcmms_core', ours, give, [ours.tenantId, ours.userId, role])).rejects.toThrow(
        `roles ${role} is not there for the tenant`,
      );
      await expect(as('dcmms_core', ours, permit, [ours.tenantId, role])).rejects.toThrow(`roles ${role} is not there for the tenant`);
    }
  });

  test('a system role gets no grant of a tenant', async () => {
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO roles (role_name, display_name, is_system) VALUES ('test_role_2', 'Test', true) RETURNING id`,
    );
    await expect(
      as('dcmms_core', ours, `INSERT INTO role_permissions (tenant_id, role_id, permission_id, scope) VALUES ($1, $2, uuidv7(), 'all')`, [
        ours.tenantId,
        rows[0]?.id,
      ]),
    ).rejects.toThrow(/is not there for the tenant/);
  });
});

describe('before a tenant is known', () => {
  test('an issuer gives its tenant, unless that is suspended', async () => {
    await admin.query(
      `INSERT INTO tenant_idp_config (tenant_id, provider, issuer, email_domains) VALUES ($1, 'oidc', 'https://idp.test/ours', '{ours.test}')`,
      [ours.tenantId],
    );
    const find = `SELECT directory_tenant_by_issuer('https://idp.test/ours') AS id`;
    expect(await as('dcmms_gateway', null, find)).toEqual([{ id: ours.tenantId }]);
    expect(await as('dcmms_gateway', null, `SELECT directory_tenant_by_issuer('https://idp.test/none') AS id`)).toEqual([{ id: null }]);
    await admin.query(`UPDATE tenants SET status = 'suspended' WHERE id = $1`, [ours.tenantId]);
    expect(await as('dcmms_gateway', null, find)).toEqual([{ id: null }]);
    expect(await as('dcmms_bridge', null, 'SELECT * FROM directory_gateway($1)', [`${ours.code}:GW-01`])).toEqual([]);
    await admin.query(`UPDATE tenants SET status = 'active' WHERE id = $1`, [ours.tenantId]);
  });

  test('an e-mail gives the person’s tenant without regard to case, else the one of its domain', async () => {
    const find = 'SELECT directory_tenant_by_email($1) AS id';
    expect(await as('dcmms_gateway', null, find, [theirs.email.toUpperCase()])).toEqual([{ id: theirs.tenantId }]);
    expect(await as('dcmms_gateway', null, find, ['somebody@ours.test'])).toEqual([{ id: ours.tenantId }]);
    expect(await as('dcmms_gateway', null, find, ['nobody@nowhere.test'])).toEqual([{ id: null }]);
  });

  test('an MQTT user gives gateway, place and hash', async () => {
    expect(await as('dcmms_bridge', null, 'SELECT * FROM directory_gateway($1)', [`${ours.code}:GW-01`])).toEqual([
      {
        gateway_id: ours.gatewayId,
        tenant_id: ours.tenantId,
        tenant_code: ours.code,
        site_id: ours.siteId,
        site_code: 'SITE',
        password_hash: 'a hash',
      },
    ]);
    await expect(as('dcmms_core', null, `SELECT * FROM directory_gateway('x')`)).rejects.toThrow(/permission denied/);
  });

  test('a cookie’s hash gives its session, ended ones too', async () => {
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO user_sessions (tenant_id, user_id, refresh_token_hash, token_family_id, idle_expires_at, absolute_expires_at, revoked_at)
       VALUES ($1, $2, 'hash', uuidv7(), now(), now(), now()) RETURNING id`,
      [ours.tenantId, ours.userId],
    );
    expect(await as('dcmms_gateway', null, `SELECT * FROM directory_session('hash')`)).toEqual([
      { session_id: rows[0]?.id, tenant_id: ours.tenantId, user_id: ours.userId },
    ]);
  });

  test('jobs get the active tenants', async () => {
    const found = await as('dcmms_retention', null, 'SELECT tenant_id FROM directory_tenants()');
    expect(found).toEqual(expect.arrayContaining([{ tenant_id: ours.tenantId }, { tenant_id: theirs.tenantId }]));
  });
});

async function as(role: LoginRole, tenant: TestTenant | null, text: string, values: readonly unknown[] = []): Promise<unknown[]> {
  const client = await connected(role);
  await client.query('BEGIN');
  try {
    if (tenant !== null) {
      await client.query(`SELECT set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true)`, [
        tenant.tenantId,
        tenant.userId,
      ]);
    }
    const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function connected(role: LoginRole): Promise<pg.Client> {
  const known = clients.get(role);
  if (known !== undefined) return known;
  const client = new pg.Client(roleUrl(database.url, role, inject('secret')));
  await client.connect();
  clients.set(role, client);
  return client;
}
