import { createPrivateKey, randomUUID, sign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Installation } from '@dcmms/dev/installation/installation.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { siteId, type SiteCode } from '@dcmms/db/seed/sites.ts';
import { viewerTokenKey } from '@dcmms/runtime/viewer-token.ts';
import { EdgeGateway } from '../testing/gateway.ts';
import { Browser } from '../sessions/browser.ts';
import { Person } from '../testing/person.ts';

/** People of the running system by what they are to it. */
export interface People {
  /** Sees all sites of helios. */
  readonly operator: Person;
  /** Works on `MOSS` alone. */
  readonly neighbour: Person;
  readonly manager: Person;
  /** Of the other tenant. */
  readonly foreigner: Person;
}

/** An id per type of entity, all of one site where they lie on one. */
export type EntityIds = Readonly<Record<string, string>>;

export interface PostOptions {
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly variables?: Record<string, unknown>;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly { message: string; extensions: { code: string; traceId?: string } }[];
  };
}

/** The running system as somebody sees it who has no business there. */
export class RunningWorld {
  readonly ready: ReadyFile;
  readonly people: People;
  readonly home: string;
  readonly secret: string;
  /** Where the console would be: the origin whose pages may act with a session. */
  readonly console: string;
  readonly #signedIn = new Map<string, Promise<Person>>();
  readonly #ids = new Map<string, Promise<EntityIds>>();

  private constructor(installation: Installation, people: People, secret: string) {
    this.ready = installation.ready;
    this.home = installation.home;
    this.console = `http://localhost:${installation.environment['WEB_PORT']}`;
    this.people = people;
    this.secret = secret;
  }

  static async enter(installation: Installation): Promise<RunningWorld> {
    const { ready, home } = installation;
    const [operator, neighbour, manager, foreigner] = await Promise.all(
      (['operator@helios.test', 'operator2@helios.test', 'manager@helios.test', 'manager@borealis.test'] as const).map((email) =>
        Person.signIn(ready, email),
      ),
    );
    if (!operator || !neighbour || !manager || !foreigner) throw new Error('somebody could not sign in');
    const { key } = JSON.parse(await readFile(join(home, 'secrets.json'), 'utf8')) as { key: string };
    return new RunningWorld(installation, { operator, neighbour, manager, foreigner }, key);
  }

  siteId(code: SiteCode): string {
    return siteId(code);
  }

  gateway(site: SiteCode): Promise<EdgeGateway> {
    return EdgeGateway.connect(this.ready, site);
  }

  /** A request as it is given; the body as text. */
  async request(url: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    return { status: response.status, contentType, text, body: contentType.includes('json') ? (JSON.parse(text) as Answer['body']) : {} };
  }

  /** A GraphQL request over POST. */
  post(url: string, query: string, options: PostOptions = {}): Promise<Answer> {
    const authorization: Record<string, string> = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
    return this.request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...options.headers },
      body: JSON.stringify({ query, variables: options.variables }),
    });
  }

  /** The operator's token as the provider would have signed it with other claims; with a key that the provider does not have, if wanted. */
  async tokenLike(claims: Record<string, unknown>, signedBy: 'provider' | 'stranger' = 'provider'): Promise<string> {
    const [header = '', payload = ''] = this.people.operator.token.split('.');
    const own = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const key =
      signedBy === 'provider' ? await providerKey(this.home, 'helios') : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    return jwt(JSON.parse(Buffer.from(header, 'base64url').toString()), { ...own, jti: randomUUID(), ...claims }, key);
  }

  /** Signs somebody in, once. */
  signIn(email: string): Promise<Person> {
    const signedIn = this.#signedIn.get(email) ?? Person.signIn(this.ready, email);
    this.#signedIn.set(email, signedIn);
    return signedIn;
  }

  /** A browser that nobody has signed in with; its console's server passes on to the gateway. */
  browser(): Browser {
    return new Browser(this.console, new URL(this.ready.graphql).origin);
  }

  /** A browser in which somebody is signed in. */
  async signedIn(email: string): Promise<Browser> {
    const browser = this.browser();
    await browser.signIn(email);
    return browser;
  }

  /** Rows of a tenant, of its first site. */
  async ids(tenant: 'helios' | 'borealis'): Promise<EntityIds> {
    const known = this.#ids.get(tenant) ?? this.#findIds(tenant);
    this.#ids.set(tenant, known);
    return known;
  }

  async #findIds(tenant: 'helios' | 'borealis'): Promise<EntityIds> {
    const admin = await this.signIn(`admin@${tenant}.test`);
    const [site, asset] = tenant === 'helios' ? (['CESTAS', 'INV-12'] as const) : (['KELDA', 'WTG-01'] as const);
    const found = await admin.data<Found>(
      `query ($siteId: ID!) {
        viewer { id }
        site(id: $siteId) { id workOrders(first: 50) { nodes { id tasks { id } } } alerts(first: 1) { nodes { id } } }
        asset(code: "${asset}") { id tags { id } }
        inventoryItems(first: 1, where: { siteId: { eq: $siteId } }) { nodes { id } }
        gateways(first: 1, where: { siteId: { eq: $siteId } }) { nodes { id } }
      }`,
      { siteId: siteId(site) },
    );
    const order = found.site.workOrders.nodes.find(({ tasks }) => tasks.length > 0);
    const ids = {
      Viewer: found.viewer.id,
      User: found.viewer.id,
      Site: found.site.id,
      Asset: found.asset.id,
      Tag: found.asset.tags[0]?.id,
      WorkOrder: order?.id,
      WorkOrderTask: order?.tasks[0]?.id,
      Alert: found.site.alerts.nodes[0]?.id,
      InventoryItem: found.inventoryItems.nodes[0]?.id,
      Gateway: found.gateways.nodes[0]?.id,
    };
    return Object.fromEntries(
      Object.entries(ids).map(([type, id]) => {
        if (id === undefined) throw new Error(`${site} has no ${type}`);
        return [type, id];
      }),
    );
  }

  /** Where a subgraph's service is, under `--services`. */
  serviceUrl(subgraph: string): string {
    const health = this.ready.health[subgraph];
    if (health === undefined) throw new Error(`${subgraph} is no service here`);
    return new URL('/graphql', health).href;
  }

  /** What the gateway signs viewers with. */
  get viewerKey(): Uint8Array {
    return viewerTokenKey(this.secret);
  }
}

async function providerKey(home: string, tenant: string): Promise<KeyObject> {
  return createPrivateKey({ key: JSON.parse(await readFile(join(home, 'idp', `${tenant}.jwk.json`), 'utf8')), format: 'jwk' });
}

function jwt(header: unknown, claims: unknown, key: KeyObject): string {
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

interface Found {
  readonly viewer: { readonly id: string };
  readonly site: {
    readonly id: string;
    readonly workOrders: { readonly nodes: readonly { readonly id: string; readonly tasks: readonly { readonly id: string }[] }[] };
    readonly alerts: { readonly nodes: readonly { readonly id: string }[] };
  };
  readonly asset: { readonly id: string; readonly tags: readonly { readonly id: string }[] };
  readonly inventoryItems: { readonly nodes: readonly { readonly id: string }[] };
  readonly gateways: { readonly nodes: readonly { readonly id: string }[] };
}
