import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { ExecutionResult } from 'graphql';
import pg from 'pg';
import { inject } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { grants, type RoleName } from '@dcmms/db/identity/matrix.ts';
import { tenants } from '@dcmms/db/identity/tenants.ts';
import { users } from '@dcmms/db/identity/users.ts';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { assets, type AssetType } from '@dcmms/db/sites/assets.ts';
import { sites } from '@dcmms/db/sites/sites.ts';
import { alertRules } from '@dcmms/db/telemetry/alert-rules.ts';
import { alerts, openAlerts } from '@dcmms/db/telemetry/alerts.ts';
import { ingestDeadLetters } from '@dcmms/db/telemetry/dead-letters.ts';
import { gateways } from '@dcmms/db/telemetry/gateways.ts';
import { sensorMappings } from '@dcmms/db/telemetry/sensor-mappings.ts';
import { createTestDatabase } from '@dcmms/db/testing/database.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { follow } from '@dcmms/runtime/answer.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { ask, person, type Answered, type AskOptions } from '@dcmms/runtime/testing/ask.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import type { Scope, Viewer } from '@dcmms/runtime/viewer.ts';
import { createTelemetry, type Telemetry } from '../index.ts';

export type Stream = AsyncIterableIterator<ExecutionResult>;

export interface WorldOptions {
  /** Where the bridge's live values are; nowhere unless told. */
  readonly mqttUrl?: string;
  /** Where readings are; the run's QuestDB unless told `nowhere`. */
  readonly pgReadUrl?: 'nowhere';
  /** A given clock. */
  readonly now?: () => Date;
}

/**
 * Two tenants and three sites with their assets, tags, rules, alerts and people, in a database of the test file's own. The north
 * site has an inverter and a battery, the others an inverter each; every asset has the tag `<code>.Temperature`.
 */
export class World implements AsyncDisposable {
  readonly home = uuidv7();
  readonly abroad = uuidv7();
  readonly sites = { north: uuidv7(), south: uuidv7(), abroad: uuidv7() };
  readonly users = { technician: uuidv7(), colleague: uuidv7(), foreigner: uuidv7() };
  readonly assets = { inverter: uuidv7(), battery: uuidv7(), southInverter: uuidv7(), foreignInverter: uuidv7() };
  readonly tags = { inverter: uuidv7(), battery: uuidv7(), south: uuidv7(), foreign: uuidv7() };
  readonly gateways = { north: uuidv7(), south: uuidv7(), abroad: uuidv7() };
  /** Of the tenant's sites, of the south site alone, of the other tenant. */
  readonly rules = { home: uuidv7(), south: uuidv7(), foreign: uuidv7() };
  /** Active, one of each asset; the technician's order is about the battery alone. */
  readonly alerts = { inverter: uuidv7(), battery: uuidv7(), south: uuidv7(), foreign: uuidv7() };
  readonly orders = { battery: uuidv7() };
  readonly deadLetters = { north: uuidv7(), south: uuidv7(), nowhere: uuidv7(), foreign: uuidv7() };
  readonly people: Readonly<Record<string, Viewer>>;
  readonly telemetry: Telemetry;
  readonly rows: NodePgDatabase<Record<string, never>>;
  readonly url: string;
  readonly #pool: pg.Pool;
  readonly #drop: () => Promise<void>;

  private constructor(url: string, drop: () => Promise<void>, pgReadUrl: string, mqttUrl: string, now: (() => Date) | undefined) {
    this.url = url;
    this.#drop = drop;
    this.#pool = new pg.Pool({ connectionString: url, max: 2 });
    this.rows = drizzle(this.#pool);
    const secret = inject('secret');
    this.telemetry = createTelemetry({
      databaseUrl: roleUrl(url, 'dcmms_telemetry', secret),
      outboxUrl: roleUrl(url, 'dcmms_relay', secret),
      questdb: { pgReadUrl },
      live: { mqttUrl, password: livePassword },
      log: createLog('test', 'silent'),
      now,
    });
    const { north, south } = this.sites;
    const home = { tenantId: this.home, userId: this.users.colleague };
    this.people = {
      administrator: person({ ...home, grants: grantsOf('system_administrator') }),
      engineer: person({ ...home, siteIds: [north], grants: grantsOf('site_engineer') }),
      operator: person({ ...home, siteIds: [north], grants: grantsOf('scada_operator') }),
      southOperator: person({ ...home, siteIds: [south], grants: grantsOf('scada_operator') }),
      technician: person({ ...home, userId: this.users.technician, siteIds: [north], grants: grantsOf('field_technician_electrical') }),
      specialist: person({ ...home, siteIds: [north], grants: grantsOf('bess_specialist'), limits: limitsOf('bess_specialist') }),
      contractor: person({ ...home, userId: this.users.technician, siteIds: [north], grants: grantsOf('contractor_om') }),
      auditor: person({ ...home, grants: grantsOf('read_only_auditor') }),
      storekeeper: person({ ...home, siteIds: [north], grants: grantsOf('inventory_coordinator') }),
      foreigner: person({ tenantId: this.abroad, userId: this.users.foreigner, grants: grantsOf('system_administrator') }),
    };
  }

  static async create(options: WorldOptions = {}): Promise<World> {
    const database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
    const nowhere = `127.0.0.1:${await freePort()}`;
    const pgReadUrl = (options.pgReadUrl ? undefined : inject('questdb')?.pgReadUrl) ?? `postgresql://nobody@${nowhere}/qdb`;
    const world = new World(database.url, () => database.drop(), pgReadUrl, options.mqttUrl ?? `mqtt://${nowhere}`, options.now);
    await world.#fill();
    return world;
  }

  /** Asks as one of the world's people. */
  ask(as: string, query: string, options: AskOptions = {}): Promise<Answered> {
    return ask(this.telemetry, this.viewer(as), query, options);
  }

  /** Subscribes as one of the world's people. */
  async listen(
    as: string,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
    signal = new AbortController().signal,
  ): Promise<Stream> {
    const scope = { requestId: randomUUID(), traceId: randomUUID().replaceAll('-', ''), signal };
    const stream = await follow(this.telemetry, { query, variables }, this.viewer(as), scope);
    if (Symbol.asyncIterator in stream) return stream;
    throw new AggregateError(stream.errors ?? [], 'the subscription was refused');
  }

  viewer(as: string): Viewer {
    const viewer = this.people[as];
    if (!viewer) throw new Error(`nobody here is called ${as}`);
    return viewer;
  }

  /** Adds an alert of the north inverter that is not over, as the bridge would have raised it. */
  async addAlert(values: Partial<typeof alerts.$inferInsert> = {}): Promise<string> {
    const id = values.id ?? uuidv7();
    const alert = {
      id,
      tenantId: this.home,
      number: `AL-${id.slice(-12)}`,
      ruleId: this.rules.home,
      ruleName: 'Too hot',
      category: 'equipment_fault' as const,
      severity: 'high' as const,
      siteId: this.sites.north,
      assetId: this.assets.inverter,
      tag: 'INV-01.Temperature',
      value: 90.5,
      threshold: 85,
      unit: '°C',
      title: 'Too hot: INV-01',
      triggeredAt: new Date(),
      dedupKey: `${id}/a rule, an asset and a tag`,
      ...values,
    };
    await this.rows.insert(alerts).values(alert);
    if (values.status !== 'resolved') {
      await this.rows
        .insert(openAlerts)
        .values({ tenantId: alert.tenantId, dedupKey: alert.dedupKey, alertId: id, triggeredAt: alert.triggeredAt });
    }
    return id;
  }

  /** Raises an alert once more, as the bridge does: the row and its event in one transaction. */
  async changeAlert(id: string): Promise<void> {
    await this.rows.transaction(async (tx) => {
      const [row] = await tx
        .update(alerts)
        .set({ occurrenceCount: sql`${alerts.occurrenceCount} + 1` })
        .where(eq(alerts.id, id))
        .returning();
      if (!row) throw new Error('there is no such alert');
      await tx.insert(outbox).values({ tenantId: row.tenantId, topic: 'alert', entityId: id, siteId: row.siteId, payload: row });
    });
    await this.rows.execute(sql`notify outbox`);
  }

  /** Adds an asset of the north site with one tag. */
  async addAsset(code: string, type: AssetType = 'inverter'): Promise<{ readonly assetId: string; readonly tagId: string }> {
    const made = { assetId: uuidv7(), tagId: uuidv7() };
    await this.rows.insert(assets).values({ id: made.assetId, code, name: code, type, siteId: this.sites.north, tenantId: this.home });
    await this.rows.insert(sensorMappings).values(mapping(this.home, this.sites.north, made.assetId, made.tagId, code));
    return made;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.telemetry.close();
    await this.#pool.end();
    await this.#drop();
  }

  async #fill(): Promise<void> {
    const { home, abroad, sites: at, users: who, assets: of, rows } = this;
    await rows.insert(tenants).values([
      { id: home, code: 'home', name: 'Home' },
      { id: abroad, code: 'abroad', name: 'Abroad' },
    ]);
    await rows.insert(sites).values([
      { id: at.north, code: 'NORTH', name: 'North', tenantId: home },
      { id: at.south, code: 'SOUTH', name: 'South', tenantId: home },
      { id: at.abroad, code: 'NORTH', name: 'Abroad', tenantId: abroad },
    ]);
    await rows.insert(users).values([
      { id: who.technician, code: 'U-1', email: 'technician@home.test', firstName: 'Tess', lastName: 'Nician', tenantId: home },
      { id: who.colleague, code: 'U-2', email: 'colleague@home.test', firstName: 'Cole', lastName: 'League', tenantId: home },
      { id: who.foreigner, code: 'U-1', email: 'foreigner@abroad.test', firstName: 'Fora', lastName: 'Inger', tenantId: abroad },
    ]);
    await rows.insert(assets).values([
      { id: of.inverter, code: 'INV-01', name: 'Inverter 1', type: 'inverter', siteId: at.north, tenantId: home },
      { id: of.battery, code: 'BAT-01', name: 'Battery 1', type: 'battery', siteId: at.north, tenantId: home },
      { id: of.southInverter, code: 'INV-21', name: 'Inverter 21', type: 'inverter', siteId: at.south, tenantId: home },
      { id: of.foreignInverter, code: 'INV-01', name: 'Foreign inverter', type: 'inverter', siteId: at.abroad, tenantId: abroad },
    ]);
    await rows
      .insert(sensorMappings)
      .values([
        mapping(home, at.north, of.inverter, this.tags.inverter, 'INV-01'),
        mapping(home, at.north, of.battery, this.tags.battery, 'BAT-01'),
        mapping(home, at.south, of.southInverter, this.tags.south, 'INV-21'),
        mapping(abroad, at.abroad, of.foreignInverter, this.tags.foreign, 'INV-01'),
      ]);
    await rows.insert(gateways).values([
      { id: this.gateways.north, code: 'GW-01', username: 'home:NORTH', siteId: at.north, tenantId: home },
      { id: this.gateways.south, code: 'GW-02', username: 'home:SOUTH', siteId: at.south, tenantId: home },
      { id: this.gateways.abroad, code: 'GW-01', username: 'abroad:NORTH', siteId: at.abroad, tenantId: abroad },
    ]);
    await rows
      .insert(alertRules)
      .values([
        rule(home, this.rules.home, 'HOT'),
        { ...rule(home, this.rules.south, 'HOT-SOUTH'), siteIds: [at.south] },
        rule(abroad, this.rules.foreign, 'HOT'),
      ]);
    await rows.insert(workOrders).values({
      id: this.orders.battery,
      tenantId: home,
      siteId: at.north,
      assetId: of.battery,
      number: 'WO-1',
      title: 'Battery is warm',
      type: 'corrective',
      status: 'assigned',
      assignedTo: who.technician,
      createdBy: who.colleague,
    });
    await this.addAlert({ id: this.alerts.inverter });
    await this.addAlert({ id: this.alerts.battery, assetId: of.battery, tag: 'BAT-01.Temperature' });
    await this.addAlert({
      id: this.alerts.south,
      siteId: at.south,
      assetId: of.southInverter,
      tag: 'INV-21.Temperature',
      ruleId: this.rules.south,
    });
    const foreign = { tenantId: abroad, siteId: at.abroad, assetId: of.foreignInverter, ruleId: this.rules.foreign };
    await this.addAlert({ id: this.alerts.foreign, ...foreign });
    await rows
      .insert(ingestDeadLetters)
      .values([
        letter(home, this.deadLetters.north, at.north, this.gateways.north),
        letter(home, this.deadLetters.south, at.south, this.gateways.south),
        letter(home, this.deadLetters.nowhere, null, null),
        letter(abroad, this.deadLetters.foreign, at.abroad, this.gateways.abroad),
      ]);
  }
}

/** Of the world's broker for live values, whichever it is. */
export const livePassword = 'live values of a test';

function mapping(tenantId: string, siteId: string, assetId: string, id: string, code: string): typeof sensorMappings.$inferInsert {
  const tag = `${code}.Temperature`;
  return {
    id,
    tenantId,
    siteId,
    assetId,
    tag,
    sourceProtocol: 'modbus',
    address: '40001',
    unit: '°C',
    metric: 'temperature_c',
    expectedIntervalS: 5,
  };
}

function rule(tenantId: string, id: string, code: string): typeof alertRules.$inferInsert {
  return {
    id,
    tenantId,
    code,
    name: 'Too hot',
    category: 'equipment_fault',
    severity: 'high',
    tagPattern: '*.Temperature',
    condition: { kind: 'threshold', operator: '>', value: 85, unit: '°C', consecutive: 3 },
    clearCondition: { operator: '<', value: 80, duration_s: 10 },
    consequence: 'It trips.',
    response: 'Look at the fan\n\n  Clean the filter ',
  };
}

function letter(tenantId: string, id: string, siteId: string | null, gatewayId: string | null): typeof ingestDeadLetters.$inferInsert {
  return {
    id,
    tenantId,
    siteId,
    gatewayId,
    topic: 'dcmms/v1/home/NORTH/telemetry',
    reason: 'unknown_tag',
    error: 'There is no tag INV-99.Power on this site.',
    payload: Buffer.from('{"asset":"INV-99"}'),
    count: 3,
  };
}

/** What a role grants, as the permission table says. */
function grantsOf(role: RoleName): Record<string, Scope> {
  return Object.fromEntries(grants.filter((grant) => grant.role === role).map((grant) => [grant.permission, grant.scope]));
}

function limitsOf(role: RoleName): Record<string, Readonly<Record<string, unknown>>> {
  const limited = grants.filter((grant) => grant.role === role && grant.constraints !== null);
  return Object.fromEntries(limited.map((grant) => [grant.permission, { ...grant.constraints }]));
}
