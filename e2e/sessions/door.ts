import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { userRoles } from '@dcmms/db/identity/roles.ts';
import { tenants } from '@dcmms/db/identity/tenants.ts';
import { users, userSites } from '@dcmms/db/identity/users.ts';
import { seedAuthority } from '@dcmms/db/seed/authority.ts';
import { updateIdpIssuers } from '@dcmms/db/seed/idp-issuers.ts';
import { insertRows } from '@dcmms/db/seed/insert.ts';
import * as rows from '@dcmms/db/seed/rows.ts';
import { sites } from '@dcmms/db/sites/sites.ts';
import { createTestDatabase, type TestDatabase } from '@dcmms/db/testing/database.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { startIdp, type Idp } from '@dcmms/dev/idp/start.ts';
import { createGateway, type Gateway, type GatewaySettings } from '@dcmms/gateway/create.ts';
import { TrustedDocuments } from '@dcmms/gateway/documents/trusted.ts';
import { TenantIdentity } from '@dcmms/gateway/identity/tenants.ts';
import { Sessions, type SessionTimes } from '@dcmms/gateway/sessions/sessions.ts';
import { SealedTokens, type KeptTokens } from '@dcmms/gateway/sessions/tokens.ts';
import { createPlant, type Plant } from '@dcmms/gateway/testing/plant.ts';
import { Database } from '@dcmms/runtime/database/database.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { Browser } from './browser.ts';

/** Documents that the console of these tests was built with, by name. */
export const trusted = {
  whoAmI: 'query WhoAmI { whoAmI }',
  asset: 'query Asset($id: ID!) { asset(id: $id) { name } }',
  dear: 'query Dear { assets(first: 100) { nodes { site { assets { parts { assets { parts { name } } } } } } } }',
  watch: 'subscription Watch { alertChanged { cursor } }',
} as const;

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The list of documents as the console's code generation writes it. */
export function manifestOf(texts: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(texts.map((text) => [`sha256:${hashOf(text)}`, text])));
}

/** A request as urql's persisted exchange sends it. */
export function byHash(text: string, variables?: Record<string, unknown>) {
  return {
    operationName: /^\w+ (\w+)/.exec(text)?.[1],
    variables,
    extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } },
  };
}

export interface GatewayOptions {
  readonly times?: Partial<SessionTimes>;
  readonly settings?: Partial<Omit<GatewaySettings, 'subgraphs' | 'serviceUrls' | 'viewerKey'>>;
  /** Whether it hears of what other gateways do at once. */
  readonly follows?: boolean;
  /** How old what is known of a person's rights may become. */
  readonly authorityAgeMsMax?: number;
}

/** A gateway with what a test looks at. */
export interface OpenGateway {
  readonly gateway: Gateway;
  readonly plant: Plant;
  /** Requests to the provider's token endpoint, by grant: `refresh_token`. */
  readonly asked: string[];
  readonly metric: (line: string) => Promise<number>;
}

/** The way in with everything that is real about it: PostgreSQL with the demo's people, the OpenID provider, gateways in front of a small graph. */
export class Door {
  readonly database: TestDatabase;
  readonly admin: pg.Client;
  readonly home: string;
  readonly idpPort: number;
  readonly webPort: number;
  readonly documents: string;
  idp: Idp;
  readonly #gateways: Gateway[] = [];

  private constructor(given: Pick<Door, 'database' | 'admin' | 'home' | 'idpPort' | 'webPort' | 'documents' | 'idp'>) {
    this.database = given.database;
    this.admin = given.admin;
    this.home = given.home;
    this.idpPort = given.idpPort;
    this.webPort = given.webPort;
    this.documents = given.documents;
    this.idp = given.idp;
  }

  static async build(): Promise<Door> {
    const database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const home = await mkdtemp(join(tmpdir(), 'dcmms-sessions-'));
    const [idpPort, webPort] = [await freePort(), await freePort()];
    await seedAuthority(admin);
    await insertRows(admin, tenants, rows.tenantRows());
    await updateIdpIssuers(admin, idpPort);
    await insertRows(admin, sites, rows.siteRows());
    await insertRows(admin, users, rows.userRows(new Date()));
    await insertRows(admin, userSites, rows.userSiteRows());
    await insertRows(admin, userRoles, rows.userRoleRows());
    const documents = join(home, 'persisted-documents.json');
    await writeFile(documents, manifestOf(Object.values(trusted)));
    const idp = await startIdp({ port: idpPort, webPort, gatewayPort: await freePort(), home, secret: inject('secret') });
    return new Door({ database, admin, home, idpPort, webPort, documents, idp });
  }

  get console(): string {
    return `http://localhost:${this.webPort}`;
  }

  /** Another gateway on the same database. */
  async open(options: GatewayOptions = {}): Promise<OpenGateway> {
    const log = createLog('gateway', process.env['TEST_LOG'] ?? 'silent');
    const plant = createPlant();
    const database = new Database({ url: roleUrl(this.database.url, 'dcmms_gateway', inject('secret')), name: 'gateway', log });
    const outboxUrl = options.follows === false ? undefined : roleUrl(this.database.url, 'dcmms_relay', inject('secret'));
    const identity = new TenantIdentity({
      database,
      outboxUrl,
      audience: 'dcmms',
      authorityAgeMsMax: options.authorityAgeMsMax,
      log,
    });
    await identity.start();
    const asked: string[] = [];
    const sessions = new Sessions({
      database,
      outboxUrl,
      people: identity,
      secret: inject('secret'),
      log,
      times: options.times,
      fetch: async (url, init) => {
        if (init.body instanceof URLSearchParams && url.endsWith('/token')) asked.push(init.body.get('grant_type') ?? '');
        return fetch(url, init as RequestInit);
      },
    });
    await sessions.start();
    const gateway = await createGateway({
      subgraphs: plant.subgraphs,
      supergraphSdl: plant.supergraphSdl,
      identity,
      sessions,
      documents: new TrustedDocuments(this.documents, log),
      origins: [this.console, `http://127.0.0.1:${this.webPort}`],
      port: await freePort(),
      log,
      ...options.settings,
    });
    this.#gateways.push(gateway);
    const metric = async (line: string) => {
      const text = await (await fetch(`${gateway.url}/metrics`)).text();
      const found = text.split('\n').find((each) => each.startsWith(line));
      return Number(found?.split(' ').at(-1) ?? Number.NaN);
    };
    return { gateway, plant, asked, metric };
  }

  browser({ gateway }: OpenGateway, proxied?: Record<string, string>): Browser {
    return new Browser(this.console, gateway.url, proxied);
  }

  /** The provider goes away. */
  async closeProvider(): Promise<void> {
    await this.idp.close();
  }

  async openProvider(accessTokenSeconds?: number): Promise<void> {
    this.idp = await startIdp({
      port: this.idpPort,
      webPort: this.webPort,
      gatewayPort: this.webPort,
      home: this.home,
      secret: inject('secret'),
      accessTokenSeconds,
    });
  }

  /** The provider's tokens of a session. */
  async tokensOf(sessionId: string): Promise<KeptTokens> {
    const [row] = await this.rows<{ tokens: Buffer }>('select tokens_sealed as tokens from user_sessions where id = $1', [sessionId]);
    const kept = new SealedTokens(inject('secret')).open(sessionId, row?.tokens ?? null);
    if (!kept) throw new Error('a session without tokens');
    return kept;
  }

  /** Makes a session's access token end so many milliseconds from now, as time would. */
  async age(sessionId: string, leftMs: number): Promise<void> {
    const kept = await this.tokensOf(sessionId);
    await this.#keep(sessionId, { ...kept, accessEndsAtMs: Date.now() + leftMs });
  }

  /** Another gateway says that it renews the session's tokens, and is heard of no more. */
  async claim(sessionId: string, forMs: number): Promise<void> {
    const kept = await this.tokensOf(sessionId);
    await this.#keep(sessionId, { ...kept, claimedUntilMs: Date.now() + forMs });
  }

  async #keep(sessionId: string, kept: KeptTokens): Promise<void> {
    const sealed = new SealedTokens(inject('secret')).seal(sessionId, kept, kept.claimedUntilMs);
    await this.rows('update user_sessions set tokens_sealed = $2 where id = $1', [sessionId, sealed]);
  }

  /** Rows of the database, above the policies. */
  async rows<Row extends pg.QueryResultRow = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.admin.query<Row>(text, [...values])).rows;
  }

  async remove(): Promise<void> {
    for (const gateway of this.#gateways) await gateway.close();
    await this.idp.close();
    await this.admin.end();
    await this.database.drop();
    await rm(this.home, { recursive: true, force: true });
  }
}
