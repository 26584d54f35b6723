import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { inject } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { grants, type RoleName } from '@dcmms/db/identity/matrix.ts';
import { tenants } from '@dcmms/db/identity/tenants.ts';
import { users } from '@dcmms/db/identity/users.ts';
import { modelRegistry } from '@dcmms/db/predictions/models.ts';
import { predictions } from '@dcmms/db/predictions/predictions.ts';
import { assets } from '@dcmms/db/sites/assets.ts';
import { sites } from '@dcmms/db/sites/sites.ts';
import { createTestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { ask, person, type Answered } from '@dcmms/runtime/testing/ask.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import { createPredictions, type Predictions } from '../index.ts';

/** Two tenants with models, assets and what is said of them, in a database of the test file's own. */
export class World implements AsyncDisposable {
  readonly home = uuidv7();
  readonly abroad = uuidv7();
  readonly sites = { north: uuidv7(), south: uuidv7(), abroad: uuidv7() };
  readonly users = { engineer: uuidv7(), foreigner: uuidv7() };
  readonly assets = { north: uuidv7(), south: uuidv7(), foreign: uuidv7() };
  readonly models = { platform: uuidv7(), home: uuidv7(), foreign: uuidv7() };
  readonly predictions = { north: uuidv7(), south: uuidv7(), foreign: uuidv7() };
  readonly people: Readonly<Record<string, Viewer>>;
  readonly subgraph: Predictions;
  readonly rows: NodePgDatabase<Record<string, never>>;
  readonly #pool: pg.Pool;
  readonly #drop: () => Promise<void>;

  private constructor(url: string, drop: () => Promise<void>) {
    this.#drop = drop;
    this.#pool = new pg.Pool({ connectionString: url, max: 2 });
    // Dropping the database may cut off a connection that is just being closed.
    this.#pool.on('error', () => undefined);
    this.rows = drizzle(this.#pool);
    this.subgraph = createPredictions({
      databaseUrl: roleUrl(url, 'dcmms_predictions', inject('secret')),
      log: createLog('test', 'silent'),
    });
    const home = { tenantId: this.home, userId: this.users.engineer };
    const { north, south } = this.sites;
    this.people = {
      engineer: person({ ...home, grants: grantsOf('reliability_engineer') }),
      operator: person({ ...home, siteIds: [north], grants: grantsOf('scada_operator') }),
      manager: person({ ...home, siteIds: [north, south], grants: grantsOf('plant_manager') }),
      technician: person({ ...home, siteIds: [north], grants: grantsOf('field_technician_electrical') }),
      onlyPredictions: person({ ...home, grants: { 'read:predictions': 'all' } }),
      // A tenant's own role may say so; nothing is reached through it.
      byAssignment: person({ ...home, grants: { 'read:predictions': 'assigned' } }),
      foreigner: person({ tenantId: this.abroad, userId: this.users.foreigner, grants: grantsOf('system_administrator') }),
    };
  }

  static async create(): Promise<World> {
    const database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
    const world = new World(database.url, () => database.drop());
    await world.#fill();
    return world;
  }

  /** Asks as one of the world's people. */
  ask(as: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answered> {
    const viewer = this.people[as];
    if (!viewer) throw new Error(`nobody here is called ${as}`);
    return ask(this.subgraph, viewer, query, { variables });
  }

  async addAsset(values: Partial<typeof assets.$inferInsert> = {}): Promise<string> {
    const id = values.id ?? uuidv7();
    const asset = {
      id,
      code: `A-${id.slice(-12)}`,
      name: 'Inverter',
      type: 'inverter' as const,
      siteId: this.sites.north,
      tenantId: this.home,
    };
    await this.rows.insert(assets).values({ ...asset, ...values });
    return id;
  }

  async addPrediction(values: Partial<typeof predictions.$inferInsert> = {}): Promise<string> {
    const id = values.id ?? uuidv7();
    await this.rows.insert(predictions).values({
      id,
      tenantId: this.home,
      modelId: this.models.home,
      assetId: this.assets.north,
      predictionType: 'failure_risk',
      predictionOutput: { probability: 0.5 },
      predictionTimestamp: new Date('2026-11-01T00:00:00Z'),
      ...values,
    });
    return id;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.subgraph.close();
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
      { id: who.engineer, code: 'U-1', email: 'engineer@home.test', firstName: 'Enga', lastName: 'Neer', tenantId: home },
      { id: who.foreigner, code: 'U-1', email: 'foreigner@abroad.test', firstName: 'Fora', lastName: 'Inger', tenantId: abroad },
    ]);
    await this.addAsset({ id: this.assets.north });
    await this.addAsset({ id: this.assets.south, siteId: at.south });
    await this.addAsset({ id: this.assets.foreign, siteId: at.abroad, tenantId: abroad });
    const model = { version: '1', modelType: 'classifier', framework: 'rule', modelUri: 'rule:heatsink' } as const;
    await this.rows.insert(modelRegistry).values([
      { ...model, id: this.models.platform, tenantId: null, name: 'heatsink-trend', createdBy: who.engineer },
      {
        ...model,
        id: this.models.home,
        tenantId: home,
        name: 'fan-wear',
        status: 'staging',
        createdBy: who.engineer,
        metrics: { auc: 0.81 },
        baselineStatistics: { name: 'last value', auc: 0.7, split: 'held out by time' },
      },
      { ...model, id: this.models.foreign, tenantId: abroad, name: 'secret-sauce', createdBy: who.foreigner },
    ]);
    await this.addPrediction({ id: this.predictions.north, confidenceScore: 0.9, riskLevel: 'high' });
    await this.addPrediction({ id: this.predictions.south, assetId: this.assets.south, modelId: this.models.platform });
    await this.addPrediction({
      id: this.predictions.foreign,
      tenantId: abroad,
      assetId: this.assets.foreign,
      modelId: this.models.foreign,
    });
  }
}

/** What a role grants, as the permission table says. */
function grantsOf(role: RoleName): Record<string, 'all' | 'sites' | 'assigned' | 'own'> {
  return Object.fromEntries(grants.filter((grant) => grant.role === role).map((grant) => [grant.permission, grant.scope]));
}
