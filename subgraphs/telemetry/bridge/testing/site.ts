import { randomBytes, randomUUID } from 'node:crypto';
import { roleUrl } from '@dcmms/db/connection.ts';
import { hashGatewayPassword } from '@dcmms/db/telemetry/gateway-password.ts';
import { createTestDatabase, type TestDatabase } from '@dcmms/db/testing/database.ts';
// The types of what the run provides.
import type {} from '@dcmms/db/testing/servers.ts';
import { Database } from '@dcmms/runtime/database/database.ts';
import { createLog, type Log } from '@dcmms/runtime/log.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import pg from 'pg';
import { inject } from 'vitest';

export const silent: Log = createLog('test', 'silent');

/** A database of a test file's own, as the bridge sees it and as its administrator does. */
export interface TestStore extends AsyncDisposable {
  readonly database: Database;
  /** The address with the bridge's role. */
  readonly url: string;
  /** Above the policies. */
  readonly admin: pg.Client;
  readonly test: TestDatabase;
}

export async function createTestStore(): Promise<TestStore> {
  const test = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  const url = roleUrl(test.url, 'dcmms_bridge', inject('secret'));
  const database = new Database({ url, name: 'bridge test', log: silent, connectionsMax: 4 });
  const admin = new pg.Client({ connectionString: test.url });
  await admin.connect();
  const dispose = async () => {
    await database.close();
    await admin.end();
    await test.drop();
  };
  return { database, url, admin, test, [Symbol.asyncDispose]: dispose };
}

export interface TestTag {
  readonly mappingId: string;
  readonly assetId: string;
  readonly asset: string;
  readonly tag: string;
}

/** A site with two inverters of two tags each, its gateway and, as in the demo, a rule on the heatsinks' temperature. */
export interface TestSite {
  readonly tenantId: string;
  readonly tenantCode: string;
  readonly siteId: string;
  readonly siteCode: string;
  readonly gatewayId: string;
  readonly username: string;
  readonly password: string;
  readonly topic: string;
  readonly ruleId: string;
  readonly power: TestTag;
  readonly heat: TestTag;
  readonly tags: readonly TestTag[];
}

export async function createTestSite(admin: pg.Client, tenant?: Pick<TestSite, 'tenantId' | 'tenantCode'>): Promise<TestSite> {
  const suffix = randomBytes(4).toString('hex');
  const tenantCode = tenant?.tenantCode ?? `t-${suffix}`;
  const tenantId = tenant?.tenantId ?? uuidv7();
  if (!tenant) await admin.query('insert into tenants (id, tenant_id, name) values ($1, $2, $2)', [tenantId, tenantCode]);
  const siteCode = `SITE-${suffix.toUpperCase()}`;
  const siteId = uuidv7();
  await admin.query(`insert into sites (id, tenant_id, site_id, name, site_type) values ($1, $2, $3, $3, 'solar')`, [
    siteId,
    tenantId,
    siteCode,
  ]);
  const gatewayId = uuidv7();
  const username = `${tenantCode}:${siteCode}:GW-01`;
  const password = randomUUID();
  await admin.query(`insert into gateways (id, tenant_id, site_id, gateway_id, username, password_hash) values ($1, $2, $3, $4, $5, $6)`, [
    gatewayId,
    tenantId,
    siteId,
    `GW-${suffix}`,
    username,
    await hashGatewayPassword(password),
  ]);
  const tags: TestTag[] = [];
  for (const number of [1, 2]) {
    const asset = `INV-${suffix}-${number}`;
    const assetId = uuidv7();
    await admin.query(`insert into assets (id, tenant_id, site_id, asset_id, name, type) values ($1, $2, $3, $4, $4, 'inverter')`, [
      assetId,
      tenantId,
      siteId,
      asset,
    ]);
    for (const [kind, unit, metric, max] of [
      ['ActivePower', 'kW', 'active_power_kw', 3_000],
      ['HeatsinkTemperature', '°C', 'heatsink_c', 150],
    ] as const) {
      const mapping = { mappingId: uuidv7(), assetId, asset, tag: `${asset}.${kind}` };
      await admin.query(
        `insert into sensor_mappings (id, tenant_id, site_id, asset_id, tag, source_protocol, address, unit, metric, min_valid, max_valid, expected_interval_s)
         values ($1, $2, $3, $4, $5, 'modbus', '30001', $6, $7, -50, $8, 5)`,
        [mapping.mappingId, tenantId, siteId, assetId, mapping.tag, unit, metric, max],
      );
      tags.push(mapping);
    }
  }
  const ruleId = uuidv7();
  await admin.query(
    `insert into alert_rules (id, tenant_id, rule_id, name, category, severity, site_ids, asset_types, tag_pattern, condition, clear_condition)
     values ($1, $2, $3, 'Heatsink critically hot', 'equipment_fault', 'critical', $4, '{inverter}', '*.HeatsinkTemperature', $5, $6)`,
    [
      ruleId,
      tenantId,
      `HOT-${suffix}`,
      [siteId],
      { kind: 'threshold', operator: '>', value: 85, unit: '°C', consecutive: 3 },
      { operator: '<', value: 80, unit: '°C', duration_s: 10 },
    ],
  );
  const [power, heat] = tags;
  if (!power || !heat) throw new Error('a site without tags');
  const topic = `dcmms/v1/${tenantCode}/${siteCode}/telemetry`;
  return { tenantId, tenantCode, siteId, siteCode, gatewayId, username, password, topic, ruleId, power, heat, tags };
}
