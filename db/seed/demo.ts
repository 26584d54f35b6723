import pg from 'pg';
import { userRoles } from '../identity/roles.ts';
import { tenants } from '../identity/tenants.ts';
import { users, userSites } from '../identity/users.ts';
import { inventoryItems } from '../inventory/inventory-items.ts';
import { inventoryTransactions } from '../inventory/inventory-transactions.ts';
import { modelRegistry } from '../predictions/models.ts';
import { predictions } from '../predictions/predictions.ts';
import { assets } from '../sites/assets.ts';
import { sites } from '../sites/sites.ts';
import { alertRules } from '../telemetry/alert-rules.ts';
import { alerts, openAlerts } from '../telemetry/alerts.ts';
import { derivedGatewayPassword, hashGatewayPassword } from '../telemetry/gateway-password.ts';
import { gateways } from '../telemetry/gateways.ts';
import { sensorMappings } from '../telemetry/sensor-mappings.ts';
import { workOrderComments } from '../work-orders/comments.ts';
import { workOrderLabor } from '../work-orders/labor.ts';
import { workOrderCounters, workOrderNumbers } from '../work-orders/numbers.ts';
import { workOrderParts } from '../work-orders/parts.ts';
import { workOrderStateHistory } from '../work-orders/state-history.ts';
import { workOrderTasks } from '../work-orders/tasks.ts';
import { workOrders } from '../work-orders/work-orders.ts';
import { raiseAlert } from './alerts.ts';
import { seedAuthority } from './authority.ts';
import { demoGateways } from './gateways.ts';
import { historyDays, pastOf, without } from './history.ts';
import { updateIdpIssuers } from './idp-issuers.ts';
import { insertRows } from './insert.ts';
import { keepLedger } from './ledger.ts';
import { orderRows } from './order-rows.ts';
import { liveOrder } from './orders.ts';
import { predict } from './predictions.ts';
import { presentOf } from './present.ts';
import * as rows from './rows.ts';
import { siteId } from './sites.ts';
import { tenantId } from './tenants.ts';

export interface SeedOptions {
  /** The database, signed in as a superuser or a member of dcmms_owner. */
  readonly url: string;
  /** What the gateways' passwords are derived from. */
  readonly secret: string;
  /** The moment that everything is relative to. */
  readonly now: Date;
  /** Port of the development identity provider. */
  readonly idpPort: number;
  readonly log: { info(fields: object, message: string): void };
}

/** The demo as data, before it is rows: the same for the same `now`. */
export function demoOf(now: Date) {
  const nowMs = now.getTime();
  const present = presentOf(nowMs);
  const past = without(pastOf(nowMs), present);
  const orders = [...past.orders, ...present.orders].map((plan) => liveOrder(plan, nowMs));
  const raised = [...past.alerts, ...present.alerts].map(raiseAlert);
  const stock = keepLedger(orders, nowMs - historyDays * 86_400_000, nowMs);
  return { orders, alerts: raised, stock, ...predict(orders, nowMs) };
}

/**
 * Loads the demo fleet of contract §3 with 60 days of its past in one transaction, if the database has no tenant yet.
 *
 * @returns whether it was loaded.
 */
export async function seedDemo(options: SeedOptions): Promise<boolean> {
  const client = new pg.Client({ connectionString: options.url, application_name: 'dcmms-seed' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    // Two launchers at once: the second waits and finds it done.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('dcmms:seed', 0))`);
    await client.query('SET LOCAL ROLE dcmms_owner');
    await client.query(`SELECT set_config('app.actor_type', 'system', true), set_config('app.actor_name', 'seed', true)`);
    const { rowCount } = await client.query('SELECT FROM tenants LIMIT 1');
    if (rowCount !== 0) {
      await client.query('ROLLBACK');
      return false;
    }
    await seedAuthority(client);
    await load(client, options);
    await client.query('COMMIT');
    return true;
  } finally {
    await client.end();
  }
}

async function load(client: pg.ClientBase, { secret, now, idpPort, log }: SeedOptions): Promise<void> {
  const demo = demoOf(now);
  await client.query('SELECT ensure_partitions($1)', [new Date(now.getTime() - (historyDays + 2) * 86_400_000)]);

  await insertRows(client, tenants, rows.tenantRows());
  await updateIdpIssuers(client, idpPort);
  await insertRows(client, sites, rows.siteRows());
  await insertRows(client, users, rows.userRows(now));
  await insertRows(client, userSites, rows.userSiteRows());
  await insertRows(client, userRoles, rows.userRoleRows());

  const open = demo.alerts.filter((alert) => alert.status !== 'resolved');
  await insertRows(client, assets, rows.assetRows(demo.orders, open));
  await insertRows(client, gateways, await gatewayRows(secret));
  await insertRows(client, sensorMappings, rows.sensorMappingRows());
  await insertRows(client, alertRules, rows.alertRuleRows(demo.alerts));
  await insertRows(client, alerts, rows.alertRows(demo.alerts));
  const openRows = open.map((alert) => ({
    tenantId: tenantId(alert.asset.tenant),
    dedupKey: rows.dedupKey(alert),
    alertId: alert.id,
    triggeredAt: new Date(alert.triggeredMs),
  }));
  await insertRows(client, openAlerts, openRows);

  const work = orderRows(demo.orders, now);
  await insertRows(client, workOrders, work.orders);
  await insertRows(client, workOrderNumbers, work.numbers);
  await insertRows(client, workOrderCounters, work.counters);
  await insertRows(client, workOrderTasks, work.tasks);
  await insertRows(client, workOrderLabor, work.labor);
  await insertRows(client, workOrderStateHistory, work.history);
  await insertRows(client, workOrderComments, work.comments);
  await client.query('UPDATE alerts a SET work_order_id = w.id FROM work_orders w WHERE w.tenant_id = a.tenant_id AND w.alert_id = a.id');

  await insertRows(client, inventoryItems, rows.inventoryItemRows(demo.stock, now));
  await insertRows(client, inventoryTransactions, rows.inventoryTransactionRows(demo.stock));
  await insertRows(client, workOrderParts, work.parts);

  await insertRows(client, modelRegistry, [rows.modelRow(demo.model, now)]);
  await insertRows(client, predictions, rows.predictionRows(demo.predictions, demo.model));
  log.info(
    { orders: demo.orders.length, alerts: demo.alerts.length, openAlerts: open.length, parts: demo.stock.length },
    'the demo fleet was loaded',
  );
}

async function gatewayRows(secret: string): Promise<(typeof gateways.$inferInsert)[]> {
  return Promise.all(
    demoGateways.map(async ({ id, tenant, site, code, username }) => ({
      id,
      tenantId: tenantId(tenant),
      siteId: siteId(site),
      code,
      username,
      passwordHash: await hashGatewayPassword(derivedGatewayPassword(secret, username)),
      firmware: '3.4.1',
      config: { protocols: ['modbus', 'opcua', 'iec61850'], topic: `dcmms/v1/${tenant}/${site}/telemetry` },
    })),
  );
}
