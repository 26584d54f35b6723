import { randomBytes } from 'node:crypto';
import type pg from 'pg';

/** A tenant with one of everything that other rows hang on. */
export interface TestTenant {
  readonly tenantId: string;
  readonly code: string;
  readonly userId: string;
  readonly email: string;
  readonly siteId: string;
  readonly assetId: string;
  readonly itemId: string;
  readonly gatewayId: string;
}

/** Makes a tenant of a test's own, so that tests of one database do not see each other. Needs a client above the policies. */
export async function createTestTenant(client: pg.ClientBase): Promise<TestTenant> {
  const code = `t${randomBytes(6).toString('hex')}`;
  const email = `person@${code}.test`;
  const make = async (text: string, values: readonly unknown[]): Promise<string> => {
    const { rows } = await client.query<{ id: string }>(`${text} RETURNING id`, [...values]);
    const id = rows[0]?.id;
    if (id === undefined) throw new Error('nothing was inserted');
    return id;
  };
  const tenantId = await make('INSERT INTO tenants (tenant_id, name) VALUES ($1, $1)', [code]);
  const userId = await make(`INSERT INTO users (tenant_id, user_id, email, first_name, last_name) VALUES ($1, 'U-1', $2, 'Pat', 'Doe')`, [
    tenantId,
    email,
  ]);
  const siteId = await make(`INSERT INTO sites (tenant_id, site_id, name) VALUES ($1, 'SITE', 'Site')`, [tenantId]);
  const assetId = await make(
    `INSERT INTO assets (tenant_id, site_id, asset_id, name, type) VALUES ($1, $2, 'INV-01', 'Inverter 1', 'inverter')`,
    [tenantId, siteId],
  );
  const itemId = await make(
    `INSERT INTO inventory_items (tenant_id, site_id, part_number, name, quantity_on_hand, unit_cost) VALUES ($1, $2, 'FAN-120', 'Fan', 20, 34.50)`,
    [tenantId, siteId],
  );
  const gatewayId = await make(
    `INSERT INTO gateways (tenant_id, site_id, gateway_id, username, password_hash) VALUES ($1, $2, 'GW-01', $3, 'a hash')`,
    [tenantId, siteId, `${code}:GW-01`],
  );
  return { tenantId, code, userId, email, siteId, assetId, itemId, gatewayId };
}

/** Makes a work order of the tenant and returns its id. */
export async function createTestOrder(
  client: pg.ClientBase,
  tenant: TestTenant,
  number = `WO-${randomBytes(4).toString('hex')}`,
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO work_orders (tenant_id, site_id, asset_id, work_order_id, title, type, created_by)
     VALUES ($1, $2, $3, $4, 'Replace the fan', 'corrective', $5) RETURNING id`,
    [tenant.tenantId, tenant.siteId, tenant.assetId, number, tenant.userId],
  );
  return rows[0]?.id ?? '';
}
