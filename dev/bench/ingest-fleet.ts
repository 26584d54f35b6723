import { createHmac } from 'node:crypto';
import pg from 'pg';
import { hashGatewayPassword } from '@dcmms/db/telemetry/gateway-password.ts';
import type { PublisherSite } from './ingest-publisher.ts';

export interface FleetSize {
  readonly sites: number;
  readonly assetsPerSite: number;
  readonly tagsPerAsset: number;
}

/**
 * A fleet for load: one tenant, a gateway and a number of assets with tags per site, a threshold rule on one tag of every asset,
 * so that the rules have their share of the work.
 */
export async function createFleet(databaseUrl: string, secret: string, size: FleetSize): Promise<PublisherSite[]> {
  const password = createHmac('sha256', secret).update('gateway:bench').digest('base64url');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const hash = await hashGatewayPassword(password);
    await client.query('begin');
    const tenant = await client.query<{ id: string }>(
      `insert into tenants (id, tenant_id, name) values (uuidv7(), 'bench', 'Bench') returning id`,
    );
    const tenantId = tenant.rows[0]?.id;
    await client.query(
      `insert into sites (id, tenant_id, site_id, name) select uuidv7(), $1, 'S' || lpad(n::text, 3, '0'), 'Site ' || n from generate_series(1, $2::int) n`,
      [tenantId, size.sites],
    );
    await client.query(
      `insert into gateways (id, tenant_id, site_id, gateway_id, username, password_hash)
       select uuidv7(), tenant_id, id, 'GW-' || site_id, 'bench/' || site_id, $2 from sites where tenant_id = $1`,
      [tenantId, hash],
    );
    await client.query(
      `insert into assets (id, tenant_id, site_id, asset_id, name, type)
       select uuidv7(), s.tenant_id, s.id, s.site_id || '-A' || lpad(n::text, 2, '0'), 'Asset ' || n, 'inverter'
       from sites s, generate_series(1, $2::int) n where s.tenant_id = $1`,
      [tenantId, size.assetsPerSite],
    );
    await client.query(
      `insert into sensor_mappings (id, tenant_id, site_id, asset_id, tag, gateway_id, source_protocol, address, min_valid, max_valid)
       select uuidv7(), a.tenant_id, a.site_id, a.id, a.asset_id || '.Tag' || lpad(n::text, 2, '0'), g.id, 'modbus', n::text, -1000, 1000
       from assets a join gateways g on g.site_id = a.site_id, generate_series(1, $2::int) n where a.tenant_id = $1`,
      [tenantId, size.tagsPerAsset],
    );
    await client.query(
      `insert into alert_rules (id, tenant_id, rule_id, name, category, severity, asset_types, tag_pattern, condition, actions)
       values (uuidv7(), $1, 'BENCH', 'Above every value', 'equipment_fault', 'high', '{inverter}', '*.Tag01', $2, '[{"type":"notification"}]')`,
      [tenantId, JSON.stringify({ kind: 'threshold', tag: '*.Tag01', operator: '>', value: 900, consecutive: 3 })],
    );
    await client.query('commit');
    const series = await client.query<{ site: string; gateway: string; asset: string; tag: string }>(
      `select s.site_id as site, g.gateway_id as gateway, a.asset_id as asset, m.tag
       from sensor_mappings m join assets a on a.id = m.asset_id join sites s on s.id = m.site_id join gateways g on g.id = m.gateway_id
       where m.tenant_id = $1 order by s.site_id, a.asset_id, m.tag`,
      [tenantId],
    );
    const sites = new Map<string, { gateway: string; series: { asset: string; tag: string }[] }>();
    for (const row of series.rows) {
      const site = sites.get(row.site) ?? { gateway: row.gateway, series: [] };
      site.series.push({ asset: row.asset, tag: row.tag });
      sites.set(row.site, site);
    }
    return [...sites].map(([site, { gateway, series: own }]) => ({
      topic: `dcmms/v1/bench/${site}/telemetry`,
      username: `bench/${site}`,
      password,
      gateway,
      series: own,
    }));
  } finally {
    await client.end();
  }
}
