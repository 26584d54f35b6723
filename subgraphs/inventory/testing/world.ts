import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { inject } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { grants, type RoleName } from '@dcmms/db/identity/matrix.ts';
import { tenants } from '@dcmms/db/identity/tenants.ts';
import { users } from '@dcmms/db/identity/users.ts';
import { inventoryItems } from '@dcmms/db/inventory/inventory-items.ts';
import { inventoryTransactions } from '@dcmms/db/inventory/inventory-transactions.ts';
import { sites } from '@dcmms/db/sites/sites.ts';
import { createTestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { workOrderParts } from '@dcmms/db/work-orders/parts.ts';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { ask, person, type Answered, type AskOptions } from '@dcmms/runtime/testing/ask.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import { createInventory, type Inventory } from '../index.ts';

/** Two tenants, three sites, their stores, orders and people, in a database of the test file's own. */
export class World implements AsyncDisposable {
  readonly home = uuidv7();
  readonly abroad = uuidv7();
  readonly sites = { north: uuidv7(), south: uuidv7(), abroad: uuidv7() };
  readonly users = { technician: uuidv7(), colleague: uuidv7(), foreigner: uuidv7() };
  readonly items: { fan: string; fuse: string; southFan: string; foreignFan: string };
  readonly orders: { mine: string; colleagues: string; draft: string; south: string; foreign: string };
  /** Parts that orders have used: of the colleague's order at the north site, of the south site's, of the foreign one. */
  readonly usedParts = { north: uuidv7(), south: uuidv7(), foreign: uuidv7() };
  readonly people: Readonly<Record<string, Viewer>>;
  readonly inventory: Inventory;
  readonly rows: NodePgDatabase<Record<string, never>>;
  readonly #pool: pg.Pool;
  readonly #drop: () => Promise<void>;

  private constructor(url: string, drop: () => Promise<void>) {
    this.#drop = drop;
    this.#pool = new pg.Pool({ connectionString: url, max: 2 });
    // Dropping the database may cut off a connection that is just being closed.
    this.#pool.on('error', () => undefined);
    this.rows = drizzle(this.#pool);
    this.inventory = createInventory({ databaseUrl: roleUrl(url, 'dcmms_inventory', inject('secret')), log: createLog('test', 'silent') });
    this.items = { fan: uuidv7(), fuse: uuidv7(), southFan: uuidv7(), foreignFan: uuidv7() };
    this.orders = { mine: uuidv7(), colleagues: uuidv7(), draft: uuidv7(), south: uuidv7(), foreign: uuidv7() };
    const { north, south } = this.sites;
    const home = { tenantId: this.home, userId: this.users.colleague };
    this.people = {
      administrator: person({ ...home, grants: grantsOf('system_administrator') }),
      manager: person({ ...home, siteIds: [north, south], grants: grantsOf('plant_manager') }),
      storekeeper: person({ ...home, siteIds: [north], grants: grantsOf('inventory_coordinator') }),
      technician: person({ ...home, userId: this.users.technician, siteIds: [north], grants: grantsOf('field_technician_electrical') }),
      contractor: person({ ...home, userId: this.users.technician, grants: grantsOf('contractor_om') }),
      operator: person({ ...home, siteIds: [north], grants: grantsOf('scada_operator') }),
      auditor: person({ ...home, grants: grantsOf('read_only_auditor') }),
      foreigner: person({ tenantId: this.abroad, userId: this.users.foreigner, grants: grantsOf('system_administrator') }),
      // Sees everything and the money of one site: a mix that no system role has and a tenant's own may.
      buyer: person({ ...home, siteIds: [north], grants: { 'read:inventory': 'all', 'read:work-orders': 'all', 'read:costs': 'sites' } }),
      nobody: person({ ...home, grants: {} }),
    };
  }

  static async create(): Promise<World> {
    const database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
    const world = new World(database.url, () => database.drop());
    await world.#fill();
    return world;
  }

  /** Asks as one of the world's people. */
  ask(as: string, query: string, options: AskOptions = {}): Promise<Answered> {
    return ask(this.inventory, this.viewer(as), query, options);
  }

  viewer(as: string): Viewer {
    const viewer = this.people[as];
    if (!viewer) throw new Error(`nobody here is called ${as}`);
    return viewer;
  }

  /** Adds a part to the north site's store, with its opening row in the ledger. */
  async addItem(values: Partial<typeof inventoryItems.$inferInsert> = {}): Promise<string> {
    const id = values.id ?? uuidv7();
    const item = { id, tenantId: this.home, siteId: this.sites.north, code: `PART-${id.slice(-12)}`, name: 'Part', ...values };
    await this.rows.insert(inventoryItems).values(item);
    const quantity = values.quantityOnHand ?? 0;
    await this.rows.insert(inventoryTransactions).values({
      tenantId: item.tenantId,
      inventoryItemId: id,
      siteId: item.siteId,
      kind: 'opening',
      quantity,
      balanceAfter: quantity,
      performedBy: item.tenantId === this.home ? this.users.colleague : this.users.foreigner,
    });
    return id;
  }

  async addOrder(values: Partial<typeof workOrders.$inferInsert> & { status: WorkOrderStatus }): Promise<string> {
    const id = values.id ?? uuidv7();
    const tenantId = values.tenantId ?? this.home;
    const createdBy = tenantId === this.home ? this.users.colleague : this.users.foreigner;
    const order = {
      id,
      tenantId,
      siteId: this.sites.north,
      number: `WO-${id.slice(-12)}`,
      title: 'Fan is loud',
      type: 'corrective' as const,
    };
    await this.rows.insert(workOrders).values({ ...order, createdBy, ...values });
    return id;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inventory.close();
    await this.#pool.end();
    await this.#drop();
  }

  async #fill(): Promise<void> {
    const { home, abroad, sites: at, users: who } = this;
    await this.rows.insert(tenants).values([
      { id: home, code: 'home', name: 'Home' },
      { id: abroad, code: 'abroad', name: 'Abroad' },
    ]);
    await this.rows.insert(sites).values([
      { id: at.north, code: 'NORTH', name: 'North', tenantId: home },
      { id: at.south, code: 'SOUTH', name: 'South', tenantId: home },
      { id: at.abroad, code: 'NORTH', name: 'Abroad', tenantId: abroad },
    ]);
    await this.rows.insert(users).values([
      { id: who.technician, code: 'U-1', email: 'technician@home.test', firstName: 'Tess', lastName: 'Nician', tenantId: home },
      { id: who.colleague, code: 'U-2', email: 'colleague@home.test', firstName: 'Cole', lastName: 'League', tenantId: home },
      { id: who.foreigner, code: 'U-1', email: 'foreigner@abroad.test', firstName: 'Fora', lastName: 'Inger', tenantId: abroad },
    ]);
    const fan = { code: 'FAN-120', name: 'Fan 120 mm', category: 'electrical', quantityOnHand: 20, minQuantity: 5 } as const;
    await this.addItem({ ...fan, id: this.items.fan, quantityReserved: 3, unitCost: '80.00', averageCost: '75.50' });
    await this.addItem({
      id: this.items.fuse,
      code: 'FUSE-15',
      name: 'Fuse 15 A',
      category: 'electrical',
      quantityOnHand: 2,
      minQuantity: 5,
    });
    await this.addItem({ ...fan, id: this.items.southFan, siteId: at.south, unitCost: '80.00' });
    await this.addItem({ ...fan, id: this.items.foreignFan, siteId: at.abroad, tenantId: abroad });
    const { technician, colleague, foreigner } = who;
    await this.addOrder({ id: this.orders.mine, status: 'in_progress', assignedTo: technician });
    await this.addOrder({ id: this.orders.colleagues, status: 'in_progress', assignedTo: colleague });
    await this.addOrder({ id: this.orders.draft, status: 'draft' });
    await this.addOrder({ id: this.orders.south, status: 'in_progress', siteId: at.south, assignedTo: colleague });
    await this.addOrder({ id: this.orders.foreign, status: 'in_progress', siteId: at.abroad, tenantId: abroad, assignedTo: foreigner });
    await this.rows
      .insert(workOrderParts)
      .values([
        usedPart(home, this.usedParts.north, this.orders.colleagues, this.items.fan, colleague),
        usedPart(home, this.usedParts.south, this.orders.south, this.items.southFan, colleague),
        usedPart(abroad, this.usedParts.foreign, this.orders.foreign, this.items.foreignFan, foreigner),
      ]);
  }
}

function usedPart(tenantId: string, id: string, workOrderId: string, inventoryItemId: string, consumedBy: string) {
  return { tenantId, id, workOrderId, inventoryItemId, consumedBy, quantityConsumed: 2, unitCost: '80.00' };
}

/** What a role grants, as the permission table says. */
function grantsOf(role: RoleName): Record<string, 'all' | 'sites' | 'assigned' | 'own'> {
  return Object.fromEntries(grants.filter((grant) => grant.role === role).map((grant) => [grant.permission, grant.scope]));
}
