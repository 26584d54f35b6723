import { sql } from 'drizzle-orm';
import type { CustomFetch } from 'openid-client';
import { z } from 'zod';
import type { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Lru } from '@dcmms/runtime/lru.ts';
import { Operation } from '@dcmms/runtime/operation.ts';
import { Provider } from './provider.ts';
import { Seal } from './seal.ts';

export interface ProvidersSettings {
  readonly database: Database;
  readonly log: Log;
  /** Of the installation: what clients' secrets are sealed with. */
  readonly secret: string;
  /** How providers are asked; by default `fetch`. */
  readonly fetch?: CustomFetch | undefined;
}

const configRow = z.object({
  issuer: z.url(),
  client_id: z.string(),
  client_secret_encrypted: z.string().nullable(),
  scopes: z.array(z.string()).nullable(),
  claim_map: z.record(z.string(), z.unknown()).nullable(),
});

/** How long what a provider says of itself is used for questions of our own. */
export const discoveredAgeMsMax = 300_000;

/** The providers of all tenants, by tenant. */
export class Providers {
  readonly #settings: ProvidersSettings;
  readonly #seal: Seal;
  readonly #known = new Lru<string, { readonly atMs: number; readonly provider: Promise<Provider | undefined> }>(1_000);

  constructor(settings: ProvidersSettings) {
    this.#settings = settings;
    this.#seal = new Seal(settings.secret, clientSecretPurpose);
  }

  /** The tenant whose people an e-mail's owner belongs to, or whose code this is. */
  async tenantOf(given: { readonly email: string } | { readonly code: string }): Promise<string | undefined> {
    const [name, value] =
      'email' in given ? (['directory_tenant_by_email', given.email] as const) : (['directory_tenant_by_code', given.code] as const);
    const [found] = await this.#settings.database.directory<{ tenant_id: string | null }>(`select ${name}($1) as tenant_id`, [value]);
    return found?.tenant_id ?? undefined;
  }

  /**
   * @param ageMsMax How old what the provider has said of itself may be; 0 asks it now, and so finds out whether it is there.
   * @returns Undefined for a tenant whose people sign in by no OpenID provider.
   * @throws ProviderAway
   */
  async of(tenantId: string, ageMsMax = discoveredAgeMsMax): Promise<Provider | undefined> {
    const known = this.#known.get(tenantId);
    if (known && Date.now() - known.atMs <= ageMsMax) return known.provider;
    const provider = this.#discover(tenantId);
    this.#known.set(tenantId, { atMs: Date.now(), provider });
    // A failure is no answer: whoever comes next asks again.
    provider.catch(() => this.#known.delete(tenantId));
    return provider;
  }

  async #discover(tenantId: string): Promise<Provider | undefined> {
    const { database, log, fetch } = this.#settings;
    const operation = new Operation({ actor: { kind: 'system', tenantId, name: 'gateway' }, database, log });
    const rows = await operation.transaction('read provider', (unit) =>
      unit.system(
        'gateway_sign_in_provider',
        sql`
        select issuer, client_id, client_secret_encrypted, scopes, claim_map from tenant_idp_config
        where enabled and provider <> 'saml' and issuer is not null and client_id is not null`,
      ),
    );
    if (rows[0] === undefined) return undefined;
    const config = configRow.parse(rows[0]);
    const claim = (key: string) => (typeof config.claim_map?.[key] === 'string' ? config.claim_map[key] : undefined);
    return Provider.discover({
      issuer: config.issuer,
      clientId: config.client_id,
      clientSecret: config.client_secret_encrypted === null ? undefined : this.#open(config.client_secret_encrypted, tenantId),
      scopes: config.scopes ?? undefined,
      subjectClaim: claim('subject') ?? 'sub',
      emailClaim: claim('email') ?? 'email',
      fetch,
    });
  }

  #open(sealed: string, tenantId: string): string {
    const opened = this.#seal.open(Buffer.from(sealed, 'base64url'), tenantId);
    if (typeof opened !== 'string')
      throw new Error('The client secret of a tenant’s provider was not sealed with this installation’s secret.');
    return opened;
  }
}

const clientSecretPurpose = 'client secret of a provider';

/** A client's secret as `tenant_idp_config.client_secret_encrypted` keeps it. */
export function sealClientSecret(secret: string, tenantId: string, clientSecret: string): string {
  return new Seal(secret, clientSecretPurpose).seal(clientSecret, tenantId).toString('base64url');
}
