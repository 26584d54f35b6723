import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { ExecutionResult } from 'graphql';
import pg from 'pg';
import { inject } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { constraintTable } from '@dcmms/db/identity/constraint-table.ts';
import { grants, roleId, systemRoles, type RoleName } from '@dcmms/db/identity/matrix.ts';
import { roles, userRoles } from '@dcmms/db/identity/roles.ts';
import { tenants } from '@dcmms/db/identity/tenants.ts';
import { users, userSites } from '@dcmms/db/identity/users.ts';
import { assets } from '@dcmms/db/sites/assets.ts';
import { sites } from '@dcmms/db/sites/sites.ts';
import { alertRules } from '@dcmms/db/telemetry/alert-rules.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { seedAuthority } from '@dcmms/db/seed/authority.ts';
import { createTestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { workOrderComments } from '@dcmms/db/work-orders/comments.ts';
import { workOrderLabor } from '@dcmms/db/work-orders/labor.ts';
import { workOrderNumbers } from '@dcmms/db/work-orders/numbers.ts';
import { workOrderTasks } from '@dcmms/db/work-orders/tasks.ts';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { follow } from '@dcmms/runtime/answer.ts';
import { ask, person, type Answered, type AskOptions } from '@dcmms/runtime/testing/ask.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import { createCore, type Core } from '../index.ts';

/** Who works in the world: role and sites of each. The sites of one with a role for all sites do not matter. */
const staff = {
  admin: ['system_administrator', []],
  manager: ['plant_manager', ['north', 'south']],
  engineer: ['site_engineer', ['north']],
  supervisor: ['maintenance_supervisor', ['north']],
  coordinator: ['om_coordinator', ['north']],
  technician: ['field_technician_electrical', ['north']],
  colleague: ['field_technician_mechanical', ['north']],
  southerner: ['field_technician_electrical', ['south']],
  leaver: ['field_technician_electrical', ['north']],
  contractor: ['contractor_om', ['north']],
  operator: ['scada_operator', ['north']],
  safety: ['ehs_officer', ['north']],
  responder: ['emergency_responder', []],
  auditor: ['read_only_auditor', []],
  neighbour: ['plant_manager', ['south']],
} as const satisfies Record<string, readonly [RoleName, readonly ('north' | 'south')[]]>;

export type StaffName = keyof typeof staff;
/** `nobody` is signed in without any grant, `foreigner` administers the other tenant. */
export type PersonName = StaffName | 'nobody' | 'foreigner';

export type Stream = AsyncIterableIterator<ExecutionResult>;

type NewOrder = Partial<typeof workOrders.$inferInsert> & { readonly status: WorkOrderStatus };

/** Two tenants, three sites, their assets, alerts and people, in a database of the test file's own; orders as a test needs them. */
export class World implements AsyncDisposable {
  readonly home = uuidv7();
  readonly abroad = uuidv7();
  readonly sites = { north: uuidv7(), south: uuidv7(), abroad: uuidv7() };
  readonly assets = { plant: uuidv7(), inverter: uuidv7(), second: uuidv7(), south: uuidv7(), abroad: uuidv7(), retired: uuidv7() };
  readonly alerts = { north: uuidv7(), south: uuidv7(), abroad: uuidv7() };
  readonly ruleId = uuidv7();
  /** A role of the home tenant's own. */
  readonly tenantRole = uuidv7();
  /** Orders that no test changes: of the technician and of the colleague in progress, a draft, one elsewhere each. */
  readonly orders = { mine: uuidv7(), colleagues: uuidv7(), draft: uuidv7(), south: uuidv7(), abroad: uuidv7() };
  /** A task and a comment of each. */
  readonly tasks = { mine: uuidv7(), colleagues: uuidv7(), south: uuidv7(), abroad: uuidv7() };
  readonly comments = { mine: uuidv7(), colleagues: uuidv7(), south: uuidv7(), abroad: uuidv7() };
  /** Ids of the people, as the graph's `User.id`. */
  readonly users: Readonly<Record<PersonName, string>>;
  readonly core: Core;
  /** Above the policies. */
  readonly rows: NodePgDatabase<Record<string, never>>;
  readonly #pool: pg.Pool;
  readonly #drop: () => Promise<void>;
  #ahead = 0;

  private constructor(url: string, drop: () => Promise<void>) {
    this.#drop = drop;
    this.#pool = new pg.Pool({ connectionString: url, max: 2 });
    // Dropping the database may cut off a connection that is just being closed.
    this.#pool.on('error', () => undefined);
    this.rows = drizzle(this.#pool);
    const secret = inject('secret');
    this.core = createCore({
      databaseUrl: roleUrl(url, 'dcmms_core', secret),
      outboxUrl: roleUrl(url, 'dcmms_relay', secret),
      log: createLog('test', 'silent'),
      now: () => this.now(),
    });
    const ids = [...names(staff), 'nobody' as const, 'foreigner' as const].map((name) => [name, uuidv7()]);
    this.users = Object.fromEntries(ids) as Record<PersonName, string>;
  }

  static async create(): Promise<World> {
    const database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
    const world = new World(database.url, () => database.drop());
    await world.#fill();
    return world;
  }

  /** The time as core sees it. */
  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  /** An instant as far from now. */
  hours(hours: number): Date {
    return new Date(this.now().getTime() + hours * 3_600_000);
  }

  /** Puts core's clock on. */
  pass(hours: number): void {
    this.#ahead += hours * 3_600_000;
  }

  /** Asks as one of the world's people. */
  ask(as: string, query: string, options: AskOptions = {}): Promise<Answered> {
    return ask(this.core, this.viewer(as), query, options);
  }

  /** Subscribes as one of the world's people. */
  async listen(as: string, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Stream> {
    const scope = { requestId: randomUUID(), traceId: randomUUID().replaceAll('-', ''), signal: new AbortController().signal };
    const stream = await follow(this.core, { query, variables }, this.viewer(as), scope);
    if (Symbol.asyncIterator in stream) return stream;
    throw new AggregateError(stream.errors ?? [], 'the subscription was refused');
  }

  viewer(as: string): Viewer {
    if (as === 'nobody') return this.#person(as, this.home, undefined, []);
    if (as === 'foreigner') return this.#person(as, this.abroad, 'system_administrator', []);
    if (!isStaff(as)) throw new Error(`nobody here is called ${as}`);
    const [role, at] = staff[as];
    return this.#person(
      as,
      this.home,
      role,
      at.map((site) => this.sites[site]),
    );
  }

  /** An order at the north site's inverter, written as it stands, without a past. */
  async addOrder(values: NewOrder): Promise<string> {
    const id = values.id ?? uuidv7();
    const tenantId = values.tenantId ?? this.home;
    const number = values.number ?? `WO-20200101-${id.slice(-8)}`;
    await this.rows.insert(workOrders).values({
      siteId: this.sites.north,
      assetId: this.assets.inverter,
      title: 'The fan is loud',
      description: 'It rattles when it starts.',
      type: 'corrective',
      createdBy: tenantId === this.home ? this.users.manager : this.users.foreigner,
      ...values,
      id,
      tenantId,
      number,
    });
    await this.rows.insert(workOrderNumbers).values({ tenantId, number, workOrderId: id });
    return id;
  }

  async addTask(workOrderId: string, values: Partial<typeof workOrderTasks.$inferInsert> = {}): Promise<string> {
    const id = values.id ?? uuidv7();
    await this.rows.insert(workOrderTasks).values({ tenantId: this.home, title: 'Look', sequenceOrder: 1, ...values, id, workOrderId });
    return id;
  }

  async addComment(workOrderId: string, values: Partial<typeof workOrderComments.$inferInsert> = {}): Promise<string> {
    const id = values.id ?? uuidv7();
    const comment = { tenantId: this.home, authorId: this.users.manager, body: 'Mind the wasps.' };
    await this.rows.insert(workOrderComments).values({ ...comment, ...values, id, workOrderId });
    return id;
  }

  async addLabor(workOrderId: string, userId: string, values: Partial<typeof workOrderLabor.$inferInsert> = {}): Promise<void> {
    await this.rows.insert(workOrderLabor).values({ tenantId: this.home, workOrderId, userId, startTime: this.now(), ...values });
  }

  async addAsset(values: Partial<typeof assets.$inferInsert> = {}): Promise<string> {
    const id = uuidv7();
    const asset = {
      id,
      code: `INV-${id.slice(-8)}`,
      name: 'Inverter',
      type: 'inverter' as const,
      siteId: this.sites.north,
      tenantId: this.home,
    };
    await this.rows.insert(assets).values({ ...asset, ...values });
    return id;
  }

  async addAlert(values: Partial<typeof alerts.$inferInsert> = {}): Promise<string> {
    const id = values.id ?? uuidv7();
    await this.rows.insert(alerts).values({
      number: `AL-${id.slice(-8)}`,
      tenantId: this.home,
      siteId: this.sites.north,
      assetId: this.assets.inverter,
      severity: 'critical',
      title: 'Heatsink too hot',
      message: 'HeatsinkTemperature is 91 °C.',
      triggeredAt: this.now(),
      dedupKey: id,
      ...values,
      id,
    });
    return id;
  }

  /** The order as it is stored. */
  async order(id: string): Promise<typeof workOrders.$inferSelect> {
    const [row] = await this.rows.select().from(workOrders).where(eq(workOrders.id, id));
    if (!row) throw new Error(`there is no order ${id}`);
    return row;
  }

  async asset(id: string): Promise<typeof assets.$inferSelect> {
    const [row] = await this.rows.select().from(assets).where(eq(assets.id, id));
    if (!row) throw new Error(`there is no asset ${id}`);
    return row;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.core.close();
    await this.#pool.end();
    await this.#drop();
  }

  #person(name: PersonName, tenantId: string, role: RoleName | undefined, siteIds: readonly string[]): Viewer {
    const limits = constraintTable.filter((entry) => entry[0] === role).map(([, permission, limit]) => [permission, { ...limit }]);
    const viewer = person({
      tenantId,
      userId: this.users[name],
      siteIds,
      grants: Object.fromEntries(grants.filter((grant) => grant.role === role).map((grant) => [grant.permission, grant.scope])),
      limits: Object.fromEntries(limits) as Record<string, Record<string, unknown>>,
    });
    const held = systemRoles.filter((each) => each.name === role).map(({ id, displayName }) => ({ id, name: role ?? '', displayName }));
    return { ...viewer, roles: held, email: `${name}@home.test`, displayName: `${name} Doe` };
  }

  async #fill(): Promise<void> {
    const { home, abroad, sites: at, assets: of } = this;
    const client = await this.#pool.connect();
    await seedAuthority(client).finally(() => client.release());
    await this.rows.insert(tenants).values([
      { id: home, code: 'home', name: 'Home', metadata: { currency: 'EUR' } },
      { id: abroad, code: 'abroad', name: 'Abroad' },
    ]);
    await this.rows.insert(sites).values([
      { id: at.north, code: 'NORTH', name: 'North', tenantId: home, siteType: 'solar', capacityMw: 12.5 },
      { id: at.south, code: 'SOUTH', name: 'South', tenantId: home },
      { id: at.abroad, code: 'NORTH', name: 'Abroad', tenantId: abroad },
    ]);
    await this.rows.insert(assets).values([
      { id: of.plant, code: 'NORTH-PLANT', name: 'Plant', type: 'plant', siteId: at.north, tenantId: home },
      {
        id: of.inverter,
        code: 'INV-01',
        name: 'Inverter 1',
        type: 'inverter',
        siteId: at.north,
        tenantId: home,
        parentId: of.plant,
        hierarchyLevel: 1,
        metadata: { manufacturer: 'Sungrow', model: 'SG250', serial_number: 'SN-1', commission_date: '2020-05-04' },
      },
      {
        id: of.second,
        code: 'INV-02',
        name: 'Inverter 2',
        type: 'inverter',
        siteId: at.north,
        tenantId: home,
        parentId: of.plant,
        hierarchyLevel: 1,
      },
      { id: of.retired, code: 'INV-00', name: 'Inverter 0', type: 'inverter', siteId: at.north, tenantId: home, status: 'retired' },
      { id: of.south, code: 'INV-21', name: 'Inverter 21', type: 'inverter', siteId: at.south, tenantId: home },
      { id: of.abroad, code: 'INV-01', name: 'Inverter abroad', type: 'inverter', siteId: at.abroad, tenantId: abroad },
    ]);
    const everybody = [...names(staff), 'nobody' as const];
    await this.rows.insert(users).values([
      ...everybody.map((name) => ({
        id: this.users[name],
        code: name,
        email: `${name}@home.test`,
        firstName: name,
        lastName: 'Doe',
        tenantId: home,
      })),
      {
        id: this.users.foreigner,
        code: 'foreigner',
        email: 'foreigner@abroad.test',
        firstName: 'foreigner',
        lastName: 'Doe',
        tenantId: abroad,
      },
    ]);
    await this.rows.update(users).set({ status: 'inactive' }).where(eq(users.id, this.users.leaver));
    await this.rows
      .insert(userSites)
      .values(
        names(staff).flatMap((name) => staff[name][1].map((site) => ({ tenantId: home, userId: this.users[name], siteId: at[site] }))),
      );
    await this.rows
      .insert(userRoles)
      .values(names(staff).map((name) => ({ tenantId: home, userId: this.users[name], roleId: roleId(staff[name][0]) })));
    await this.rows
      .insert(roles)
      .values({ id: this.tenantRole, name: 'drone_pilot', displayName: 'Drone pilot', isSystem: false, tenantId: home });
    await this.rows.insert(alertRules).values({
      id: this.ruleId,
      code: 'HOT',
      name: 'Too hot',
      tenantId: home,
      category: 'equipment_fault',
      severity: 'critical',
      condition: {},
      response: '1. Stop the inverter.\n2. Clean the filter.\n\n- Measure the fan.',
    });
    await this.addAlert({ id: this.alerts.north, ruleId: this.ruleId });
    await this.addAlert({ id: this.alerts.south, siteId: at.south, assetId: of.south });
    await this.addAlert({ id: this.alerts.abroad, siteId: at.abroad, assetId: of.abroad, tenantId: abroad });
    const { technician, colleague, southerner, foreigner } = this.users;
    await this.addOrder({ id: this.orders.mine, status: 'in_progress', assetId: null, assignedTo: technician });
    await this.addOrder({ id: this.orders.colleagues, status: 'in_progress', assetId: of.second, assignedTo: colleague });
    await this.addOrder({ id: this.orders.draft, status: 'draft', assetId: null });
    await this.addOrder({ id: this.orders.south, status: 'in_progress', siteId: at.south, assetId: of.south, assignedTo: southerner });
    const elsewhere = { tenantId: abroad, siteId: at.abroad, assetId: of.abroad };
    await this.addOrder({ id: this.orders.abroad, status: 'in_progress', ...elsewhere, assignedTo: foreigner, createdBy: foreigner });
    for (const name of ['mine', 'colleagues', 'south', 'abroad'] as const) {
      const tenantId = name === 'abroad' ? abroad : home;
      await this.addTask(this.orders[name], { id: this.tasks[name], tenantId });
      await this.addComment(this.orders[name], { id: this.comments[name], tenantId, authorId: name === 'abroad' ? foreigner : colleague });
    }
  }
}

function names<Name extends string>(of: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(of) as Name[];
}

function isStaff(name: string): name is StaffName {
  return name in staff;
}
