import { assets } from '@dcmms/db/sites/assets.ts';
import { sites } from '@dcmms/db/sites/sites.ts';
import { tenants } from '@dcmms/db/identity/tenants.ts';
import { alertRules } from '@dcmms/db/telemetry/alert-rules.ts';
import { sensorMappings } from '@dcmms/db/telemetry/sensor-mappings.ts';
import type { Database } from '@dcmms/runtime/database/database.ts';
import { eq, sql } from 'drizzle-orm';
import { rowsOf } from '../database.ts';
import type { RuleRow } from '../rules/rule.ts';
import type { MappingRow } from './mapping.ts';

/** What the bridge needs to know of a tenant: small enough to be held, and kept on disk for a start without the database. */
export interface TenantFacts {
  readonly tenantId: string;
  readonly tenantCode: string;
  readonly sites: readonly { readonly siteId: string; readonly siteCode: string }[];
  readonly mappings: readonly MappingRow[];
  readonly rules: readonly RuleRow[];
  /** Changes whenever one of the rows does. */
  readonly fingerprint: string;
}

export async function loadTenants(database: Database): Promise<string[]> {
  const found = await database.directory<{ tenant_id: string }>('select tenant_id from directory_tenants()', []);
  return found.map((row) => row.tenant_id);
}

/** Reads a tenant's facts; undefined when there is no such tenant or it is not active. */
export async function loadTenant(database: Database, tenantId: string): Promise<TenantFacts | undefined> {
  const rows = rowsOf(database, tenantId);
  // First: a change in between makes the next comparison fail, and what is read is newer at worst.
  const fingerprint = await loadFingerprint(database, tenantId);
  const [tenant] = await rows.select({ code: tenants.code, status: tenants.status }).from(tenants).where(eq(tenants.id, tenantId));
  if (!tenant || tenant.status !== 'active') return undefined;
  const found = await rows.select({ siteId: sites.id, siteCode: sites.code }).from(sites);
  const mapped = await rows
    .select({
      mappingId: sensorMappings.id,
      siteId: sensorMappings.siteId,
      assetId: sensorMappings.assetId,
      tag: sensorMappings.tag,
      unit: sensorMappings.unit,
      metric: sensorMappings.metric,
      protocol: sensorMappings.sourceProtocol,
      minValid: sensorMappings.minValid,
      maxValid: sensorMappings.maxValid,
      maxRatePerS: sensorMappings.maxRatePerS,
      expectedIntervalS: sensorMappings.expectedIntervalS,
    })
    .from(sensorMappings)
    .where(eq(sensorMappings.enabled, true));
  const assetsById = new Map(
    (await rows.select({ id: assets.id, code: assets.code, type: assets.type }).from(assets)).map((asset) => [asset.id, asset]),
  );
  // Joined here: the planner, which has no statistics of rows that were loaded a moment ago, made 15 s of 72,000 of them.
  const mappings = mapped.flatMap((mapping): MappingRow[] => {
    const asset = assetsById.get(mapping.assetId);
    return asset ? [{ ...mapping, assetCode: asset.code, assetType: asset.type }] : [];
  });
  const rules = await rows
    .select({
      id: alertRules.id,
      tenantId: alertRules.tenantId,
      code: alertRules.code,
      name: alertRules.name,
      category: alertRules.category,
      severity: alertRules.severity,
      siteIds: alertRules.siteIds,
      assetTypes: alertRules.assetTypes,
      assetIds: alertRules.assetIds,
      tagPattern: alertRules.tagPattern,
      condition: alertRules.condition,
      clearCondition: alertRules.clearCondition,
    })
    .from(alertRules)
    .where(eq(alertRules.enabled, true));
  return { tenantId, tenantCode: tenant.code, sites: found, mappings, rules, fingerprint };
}

/**
 * A text that changes whenever a row does that `loadTenant` reads. Of mappings by the transactions that wrote them, so that a
 * change made in SQL counts as well (their sum too: one that began early may commit after a later one); of the others by what is read of them: a rule's row changes with every raise.
 */
export async function loadFingerprint(database: Database, tenantId: string): Promise<string> {
  const rows = rowsOf(database, tenantId);
  const answer = await rows.execute<{ fingerprint: string }>(sql`/* bridge_fingerprint */ select concat_ws(';',
    (select concat(count(*), '/', max(xmin::text::bigint), '/', sum(xmin::text::bigint)) from sensor_mappings),
    (select md5(string_agg(concat_ws('|', id, rule_id, name, category, severity, site_ids, asset_types, asset_ids, tag_pattern, condition, clear_condition), ',' order by id))
      from alert_rules where enabled),
    (select concat(count(*), '/', sum(hashtext(concat_ws('|', id, site_id, asset_id, type))::bigint)) from assets),
    (select concat(count(*), '/', sum(hashtext(concat_ws('|', id, site_id))::bigint)) from sites),
    (select concat(tenant_id, '/', status) from tenants where id = ${tenantId})) as fingerprint`);
  return answer.rows[0]?.fingerprint ?? '';
}
