import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { roleUrl } from '../connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createTestOrder, createTestTenant, type TestTenant } from '../testing/tenant.ts';
import { auditActions } from './audit-logs.ts';

interface AuditRow {
  readonly action: string;
  readonly user_id: string | null;
  readonly actor_type: string;
  readonly request_id: string | null;
  readonly resource_type: string;
  readonly changes: { before?: Record<string, unknown>; after?: Record<string, unknown>; changed_fields?: string[] };
  readonly metadata: Record<string, unknown>;
  readonly category: string;
}

let database: TestDatabase;
let admin: pg.Client;
let core: pg.Client;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  admin = new pg.Client(database.url);
  core = new pg.Client(roleUrl(database.url, 'dcmms_core', inject('secret')));
  await admin.connect();
  await core.connect();
  tenant = await createTestTenant(admin);
});

afterAll(async () => {
  await core.end();
  await admin.end();
  await database.drop();
});

describe('the audit of a change', () => {
  test('says who, for which request, and what was before and after', async () => {
    const order = await createTestOrder(admin, tenant);
    const requestId = randomUUID();
    await act(`UPDATE work_orders SET title = 'New', assigned_to = $2, version = version + 1 WHERE id = $1`, [order, tenant.userId], {
      requestId,
      action: 'updateWorkOrder',
    });
    const row = (await auditOf(order)).at(-1);
    expect(row).toMatchObject({
      action: 'update',
      user_id: tenant.userId,
      actor_type: 'user',
      request_id: requestId,
      resource_type: 'work_orders',
      category: 'data_modification',
      metadata: { actor: 'a test', operation: 'updateWorkOrder', role: 'dcmms_core' },
    });
    expect(row?.changes).toEqual({
      before: { title: 'Replace the fan', assigned_to: null, version: 1 },
      after: { title: 'New', assigned_to: tenant.userId, version: 2 },
      changed_fields: ['assigned_to', 'title', 'version'],
    });
  });

  test.each([
    ['a new row', 'createWorkOrder', null, 'create'],
    ['a transition', 'startWorkOrder', `UPDATE work_orders SET status = 'in_progress' WHERE id = $1`, 'state_transition'],
    ['an approval', 'approveWorkOrder', `UPDATE work_orders SET status = 'approved' WHERE id = $1`, 'approve'],
    ['an assignment', 'assignWorkOrder', `UPDATE work_orders SET status = 'assigned' WHERE id = $1`, 'assign'],
    ['a cancellation', 'cancelWorkOrder', `UPDATE work_orders SET status = 'cancelled' WHERE id = $1`, 'cancel'],
    ['another field', 'approveWorkOrder', `UPDATE work_orders SET title = 'x' WHERE id = $1`, 'update'],
    ['a removal', '', 'DELETE FROM work_orders WHERE id = $1', 'delete'],
  ])('names %s', async (_, action, text, expected) => {
    const order = await createTestOrder(admin, tenant);
    if (text !== null) await act(text, [order], { action });
    expect((await auditOf(order)).at(-1)?.action).toBe(expected);
    expect(auditActions).toContain(expected);
  });

  test('names a soft delete and its undoing', async () => {
    await act('UPDATE assets SET deleted = true, deleted_at = now() WHERE id = $1', [tenant.assetId]);
    await act('UPDATE assets SET deleted = false, deleted_at = NULL WHERE id = $1', [tenant.assetId]);
    expect((await auditOf(tenant.assetId)).map(({ action }) => action)).toEqual(['create', 'delete', 'restore']);
  });

  test('leaves out what has no business meaning, and a change of nothing else', async () => {
    const before = await auditOf(tenant.gatewayId);
    await admin.query(`UPDATE gateways SET last_seen_at = now(), buffer_depth = 7, updated_at = now() WHERE id = $1`, [tenant.gatewayId]);
    expect(await auditOf(tenant.gatewayId)).toEqual(before);
  });

  test('tells that a secret has changed, not the secret', async () => {
    await admin.query(`UPDATE gateways SET password_hash = 'another hash' WHERE id = $1`, [tenant.gatewayId]);
    const rows = await auditOf(tenant.gatewayId);
    expect(rows.at(-1)?.changes).toEqual({
      before: { password_hash: '(secret)' },
      after: { password_hash: '(secret)' },
      changed_fields: ['password_hash'],
    });
    expect(JSON.stringify(rows)).not.toContain('a hash');
  });

  test('files a join table’s row under its parent', async () => {
    await act('INSERT INTO user_sites (tenant_id, user_id, site_id) VALUES ($1, $2, $3)', [tenant.tenantId, tenant.userId, tenant.siteId]);
    expect((await auditOf(tenant.userId)).at(-1)).toMatchObject({
      action: 'permission_granted',
      resource_type: 'user_sites',
      category: 'authorization',
    });
  });

  test('names the table and not the partition that the row lies in', async () => {
    const order = await createTestOrder(admin, tenant);
    expect((await auditOf(order)).map(({ resource_type }) => resource_type)).toEqual(['work_orders']);
  });

  test('of a system without a person is the system’s, whatever the request is called', async () => {
    const order = await createTestOrder(admin, tenant);
    await core.query('BEGIN');
    await core.query(
      `SELECT set_config('app.tenant_id', $1, true), set_config('app.user_id', '', true), set_config('app.actor_type', 'system', true),
         set_config('app.actor_name', 'worker', true), set_config('app.request_id', 'run 7', true)`,
      [tenant.tenantId],
    );
    await core.query(`UPDATE work_orders SET priority = 'high' WHERE id = $1`, [order]);
    await core.query('COMMIT');
    expect((await auditOf(order)).at(-1)).toMatchObject({
      user_id: null,
      actor_type: 'system',
      request_id: null,
      metadata: { actor: 'worker' },
    });
  });

  test('is switched off for the owner’s bulk loads and for nobody else', async () => {
    const order = await createTestOrder(admin, tenant);
    await core.query('BEGIN');
    await core.query(`SELECT set_config('app.tenant_id', $1, true), set_config('app.audit', 'off', true)`, [tenant.tenantId]);
    await core.query(`UPDATE work_orders SET priority = 'low' WHERE id = $1`, [order]);
    await core.query('COMMIT');
    expect(await auditOf(order)).toHaveLength(2);
    await admin.query('BEGIN');
    await admin.query(`SELECT set_config('app.audit', 'off', true)`);
    await admin.query(`UPDATE work_orders SET priority = 'high' WHERE id = $1`, [order]);
    await admin.query('COMMIT');
    expect(await auditOf(order)).toHaveLength(2);
  });

  test('goes with the change when that is undone', async () => {
    const order = await createTestOrder(admin, tenant);
    await admin.query('BEGIN');
    await admin.query(`UPDATE work_orders SET priority = 'low' WHERE id = $1`, [order]);
    await admin.query('ROLLBACK');
    expect(await auditOf(order)).toHaveLength(1);
  });
});

describe('the audit of what changes no row', () => {
  test('takes tenant and person from the transaction', async () => {
    await act(
      `SELECT record_audit_event('export', 'data_access', 'work_orders', NULL, 'success', 'info', NULL, '{"rows": 12}', '10.0.0.1', 'curl')`,
      [],
    );
    const { rows } = await admin.query(
      `SELECT user_id, category, resource_type, ip_address::text, user_agent, metadata FROM audit_logs WHERE action = 'export' AND tenant_id = $1`,
      [tenant.tenantId],
    );
    expect(rows).toEqual([
      {
        user_id: tenant.userId,
        category: 'data_access',
        resource_type: 'work_orders',
        ip_address: '10.0.0.1/32',
        user_agent: 'curl',
        metadata: { rows: 12, actor: 'a test', role: 'dcmms_core' },
      },
    ]);
  });

  test('is refused without a tenant', async () => {
    await expect(core.query(`SELECT record_audit_event('login', 'authentication')`)).rejects.toThrow(/needs a tenant/);
  });
});

describe('a row of the audit', () => {
  test('is written by no role directly, and read by core for its tenant', async () => {
    await expect(act(`INSERT INTO audit_logs (tenant_id, action) VALUES ($1, 'custom')`, [tenant.tenantId])).rejects.toThrow(
      /permission denied/,
    );
    await expect(act(`UPDATE audit_logs SET action = 'custom'`, [])).rejects.toThrow(/permission denied/);
    await expect(act('DELETE FROM audit_logs', [])).rejects.toThrow(/permission denied/);
    const other = await createTestTenant(admin);
    const { rows } = await act('SELECT DISTINCT tenant_id FROM audit_logs', []);
    expect(rows).toEqual([{ tenant_id: tenant.tenantId }]);
    expect(other.tenantId).not.toBe(tenant.tenantId);
  });

  test('is changed and removed by nobody, the administrator included', async () => {
    const order = await createTestOrder(admin, tenant);
    for (const text of [
      `UPDATE audit_logs SET action = 'custom' WHERE resource_id = $1`,
      `UPDATE audit_logs SET metadata = '{}' WHERE resource_id = $1`,
      `UPDATE audit_logs SET tenant_id = uuidv7() WHERE resource_id = $1`,
      'DELETE FROM audit_logs WHERE resource_id = $1',
    ]) {
      await expect(admin.query(text, [order])).rejects.toThrow(/audit_logs is append-only/);
    }
    await expect(admin.query('TRUNCATE audit_logs')).rejects.toThrow(/audit_logs is append-only/);
  });

  test('takes its place and its hashes once', async () => {
    const order = await createTestOrder(admin, tenant);
    await admin.query(`UPDATE audit_logs SET chain_position = 7, prev_hash = '\\x00', hash = '\\x01' WHERE resource_id = $1`, [order]);
    await expect(admin.query(`UPDATE audit_logs SET chain_position = 8 WHERE resource_id = $1`, [order])).rejects.toThrow(/append-only/);
    await expect(admin.query(`UPDATE audit_logs SET hash = '\\x02' WHERE resource_id = $1`, [order])).rejects.toThrow(/append-only/);
    await expect(admin.query(`UPDATE audit_logs SET hash = NULL WHERE resource_id = $1`, [order])).rejects.toThrow(/append-only/);
  });

  test('loses its person only when the person’s row has gone', async () => {
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO users (tenant_id, user_id, email, first_name, last_name) VALUES ($1, 'U-2', $2, 'Gone', 'Soon') RETURNING id`,
      [tenant.tenantId, `gone@${tenant.code}.test`],
    );
    const person = rows[0]?.id;
    await admin.query('BEGIN');
    await admin.query(`SELECT set_config('app.user_id', $1, true)`, [person]);
    const order = await createTestOrder(admin, tenant);
    await admin.query('COMMIT');
    await expect(admin.query('UPDATE audit_logs SET user_id = NULL WHERE resource_id = $1', [order])).rejects.toThrow(/append-only/);
    await admin.query('DELETE FROM users WHERE id = $1', [person]);
    expect((await auditOf(order)).map(({ user_id }) => user_id)).toEqual([null]);
  });
});

describe('what is never changed', () => {
  test('the ledger of the stock', async () => {
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO inventory_transactions (tenant_id, inventory_item_id, site_id, kind, quantity, balance_after, performed_by)
       VALUES ($1, $2, $3, 'opening', 20, 20, $4) RETURNING id`,
      [tenant.tenantId, tenant.itemId, tenant.siteId, tenant.userId],
    );
    const id = rows[0]?.id;
    await expect(admin.query('UPDATE inventory_transactions SET quantity = 21 WHERE id = $1', [id])).rejects.toThrow(/append-only/);
    await expect(admin.query('DELETE FROM inventory_transactions WHERE id = $1', [id])).rejects.toThrow(/append-only/);
    await expect(admin.query('TRUNCATE inventory_transactions')).rejects.toThrow(/append-only/);
  });

  test('the history of an order, unless the order itself goes', async () => {
    const order = await createTestOrder(admin, tenant);
    await admin.query(
      `INSERT INTO work_order_state_history (tenant_id, work_order_id, to_status, transition) VALUES ($1, $2, 'draft', 'create')`,
      [tenant.tenantId, order],
    );
    await expect(admin.query(`UPDATE work_order_state_history SET reason = 'x' WHERE work_order_id = $1`, [order])).rejects.toThrow(
      /append-only/,
    );
    await expect(admin.query('DELETE FROM work_order_state_history WHERE work_order_id = $1', [order])).rejects.toThrow(/append-only/);
    await admin.query('DELETE FROM work_orders WHERE id = $1', [order]);
    const { rows } = await admin.query('SELECT FROM work_order_state_history WHERE work_order_id = $1', [order]);
    expect(rows).toEqual([]);
  });
});

async function act(
  text: string,
  values: readonly unknown[],
  context: { readonly requestId?: string; readonly action?: string } = {},
): Promise<pg.QueryResult<Record<string, unknown>>> {
  await core.query('BEGIN');
  try {
    await core.query(
      `SELECT set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true), set_config('app.actor_type', 'user', true),
         set_config('app.actor_name', 'a test', true), set_config('app.request_id', $3, true), set_config('app.action', $4, true)`,
      [tenant.tenantId, tenant.userId, context.requestId ?? randomUUID(), context.action ?? ''],
    );
    const result = await core.query<Record<string, unknown>>(text, [...values]);
    await core.query('COMMIT');
    return result;
  } catch (error) {
    await core.query('ROLLBACK');
    throw error;
  }
}

async function auditOf(resourceId: string): Promise<AuditRow[]> {
  const { rows } = await admin.query<AuditRow>('SELECT * FROM audit_logs WHERE resource_id = $1 ORDER BY id', [resourceId]);
  return rows;
}
