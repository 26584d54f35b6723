import type { PgTable } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { fixedId, fixedIdEpochMs } from '../identity/fixed-id.ts';
import { roleId, type RoleName } from '../identity/matrix.ts';
import { userRoles } from '../identity/roles.ts';
import { tenants } from '../identity/tenants.ts';
import { users, userSites } from '../identity/users.ts';
import { inventoryItems } from '../inventory/inventory-items.ts';
import { inventoryTransactions } from '../inventory/inventory-transactions.ts';
import { assets } from '../sites/assets.ts';
import { sites } from '../sites/sites.ts';
import { alertRules } from '../telemetry/alert-rules.ts';
import { alerts, openAlerts } from '../telemetry/alerts.ts';
import { gateways } from '../telemetry/gateways.ts';
import { sensorMappings } from '../telemetry/sensor-mappings.ts';
import { workOrderLabor } from '../work-orders/labor.ts';
import { workOrderNumbers, type workOrderCounters } from '../work-orders/numbers.ts';
import { workOrderParts } from '../work-orders/parts.ts';
import { workOrderStateHistory } from '../work-orders/state-history.ts';
import { workOrderTasks } from '../work-orders/tasks.ts';
import { workOrders } from '../work-orders/work-orders.ts';
import { seedAuthority } from './authority.ts';
import { insertRows } from './insert.ts';
import { alertsOf } from './year1-alerts.ts';
import { ordersOf } from './year1-orders.ts';
import { equipmentOf, type BulkSite } from './year1-site.ts';

/** Rows at scale 1 (ERD, table "Rows (Year 1)"). */
const sitesInYearOne = 500;
const sitesPerTenant = 5;
const usersPerTenant = 50;
const dayMs = 86_400_000;

export interface YearOneOptions {
  /** The database, signed in as a superuser or a member of dcmms_owner. */
  readonly url: string;
  /** 1 is the ERD's first year: 500 sites, 50,000 assets, 500,000 orders, 10 million alerts. */
  readonly scale: number;
  readonly now: Date;
  readonly log: { info(fields: object, message: string): void };
}

/**
 * Fills a database with a year of data in the volumes of the ERD, beside whatever is there: tenants `year1-001` and so on, for
 * whom nobody signs in. Site by site, each in a transaction; what is there already is left out, so that a run that was ended goes
 * on where it was. Bulk loading is not audited row by row.
 *
 * @returns the number of sites that were added.
 */
export async function seedYearOne({ url, scale, now, log }: YearOneOptions): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'dcmms-seed' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SET ROLE dcmms_owner');
    await seedAuthority(client);
    await client.query('SELECT ensure_partitions($1)', [new Date(now.getTime() - 366 * dayMs)]);
    const wanted = Math.max(1, Math.round(sitesInYearOne * scale));
    let added = 0;
    for (let index = 0; index < wanted; index += 1) {
      const site = siteAt(index);
      if (await isThere(client, site)) continue;
      const started = performance.now();
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.audit', 'off', true), set_config('app.actor_type', 'system', true)`);
      const count = await addSite(client, site, now);
      await client.query('COMMIT');
      added += 1;
      // Foreign keys are checked by plans that were made for empty tables until the planner learns otherwise.
      if (Number.isInteger(Math.log2(added))) await client.query('RESET ROLE; ANALYZE; SET ROLE dcmms_owner');
      log.info(
        { site: site.code, of: wanted, rows: count, seconds: Math.round((performance.now() - started) / 100) / 10 },
        `site ${index + 1} of ${wanted}`,
      );
    }
    await client.query('RESET ROLE');
    await client.query('ANALYZE');
    return added;
  } finally {
    await client.end();
  }
}

function siteAt(index: number): BulkSite {
  const tenantNumber = Math.floor(index / sitesPerTenant) + 1;
  const tenantCode = `year1-${String(tenantNumber).padStart(3, '0')}`;
  const code = `SITE-${String((index % sitesPerTenant) + 1).padStart(2, '0')}`;
  const people = Array.from({ length: usersPerTenant }, (_, person) => fixedId(`user:${tenantCode}/${person}`));
  return {
    index,
    id: fixedId(`site:${tenantCode}/${code}`),
    code,
    tenantId: fixedId(`tenant:${tenantCode}`),
    tenantCode,
    isFirst: index % sitesPerTenant === 0,
    kind: (['solar', 'wind', 'storage'] as const)[index % 3] ?? 'solar',
    people,
  };
}

async function isThere(client: pg.ClientBase, site: BulkSite): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM sites WHERE id = $1', [site.id]);
  return rowCount !== 0;
}

async function addSite(client: pg.ClientBase, site: BulkSite, now: Date): Promise<number> {
  let count = 0;
  const add = async <Table extends PgTable>(table: Table, rows: readonly Table['$inferInsert'][]) => {
    await insertRows(client, table, rows);
    count += rows.length;
  };
  if (site.isFirst) {
    await add(tenants, [tenantRow(site)]);
    await add(users, userRows(site));
    await add(userRoles, userRoleRows(site));
    await add(alertRules, equipmentOf(site).rules);
  }
  const equipment = equipmentOf(site);
  await add(sites, [equipment.site]);
  await add(
    userSites,
    site.people.map((userId) => ({
      tenantId: site.tenantId,
      userId,
      siteId: site.id,
      isPrimary: false,
      grantedAt: new Date(fixedIdEpochMs),
    })),
  );
  await add(gateways, [equipment.gateway]);
  await add(assets, equipment.assets);
  await add(sensorMappings, equipment.mappings);

  const raised = alertsOf(site, equipment, now);
  await add(alerts, raised.alerts);
  await add(openAlerts, raised.open);

  const work = ordersOf(site, equipment, now);
  await add(inventoryItems, work.items);
  await add(workOrders, work.orders);
  await add(workOrderNumbers, work.numbers);
  await addCounters(client, work.counters);
  await add(workOrderTasks, work.tasks);
  await add(workOrderLabor, work.labor);
  await add(workOrderStateHistory, work.history);
  await add(inventoryTransactions, work.movements);
  await add(workOrderParts, work.parts);
  return count;
}

/** The sites of a tenant share its counters: each site's numbers go on behind those of the sites before it. */
async function addCounters(client: pg.ClientBase, counters: readonly (typeof workOrderCounters.$inferInsert)[]): Promise<void> {
  await client.query(
    `INSERT INTO work_order_counters (tenant_id, day, last_number)
     SELECT * FROM json_to_recordset($1::json) AS c ("tenantId" uuid, day date, "lastNumber" int)
     ON CONFLICT (tenant_id, day) DO UPDATE SET last_number = greatest(work_order_counters.last_number, excluded.last_number)`,
    [JSON.stringify(counters)],
  );
}

function tenantRow(site: BulkSite): typeof tenants.$inferInsert {
  return {
    id: site.tenantId,
    code: site.tenantCode,
    name: `Year one, tenant ${site.tenantCode.slice(-3)}`,
    subscriptionTier: 'enterprise',
    metadata: { currency: 'USD' },
  };
}

function userRows(site: BulkSite): (typeof users.$inferInsert)[] {
  return site.people.map((id, index) => ({
    id,
    tenantId: site.tenantId,
    code: `${site.tenantCode}-${index + 1}`,
    email: `person${index + 1}@${site.tenantCode}.test`,
    firstName: `Person ${index + 1}`,
    lastName: site.tenantCode,
    timezone: 'UTC',
  }));
}

// Every second person holds two roles: 1.5 each, as the ERD sizes user_roles.
const staff: readonly RoleName[] = [
  'field_technician_electrical',
  'field_technician_mechanical',
  'maintenance_supervisor',
  'scada_operator',
  'plant_manager',
  'wind_turbine_technician',
  'inventory_coordinator',
  'site_engineer',
  'om_coordinator',
  'reliability_engineer',
];

function userRoleRows(site: BulkSite): (typeof userRoles.$inferInsert)[] {
  return site.people.flatMap((userId, index) =>
    [0, ...(index % 2 === 0 ? [3] : [])].map((offset) => {
      const role = staff[(index + offset) % staff.length] ?? 'scada_operator';
      return { id: fixedId(`user-role:${userId}/${role}`), tenantId: site.tenantId, userId, roleId: roleId(role) };
    }),
  );
}
