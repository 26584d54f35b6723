import { sql } from 'drizzle-orm';
import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Lru } from '@dcmms/runtime/lru.ts';
import { Operation } from '@dcmms/runtime/operation.ts';
import { Unauthenticated } from './identity.ts';

/** A token that its issuer has signed for us: who, and of which tenant; nothing about what they may do. */
export interface VerifiedToken {
  readonly tenantId: string;
  readonly subject: string;
  readonly email: string | undefined;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
}

export interface IssuersSettings {
  readonly database: Database;
  readonly log: Log;
  /** Whom tokens must be for. */
  readonly audience: string;
  /** How long a tenant's provider is remembered; a changed one is used after this. */
  readonly configAgeMsMax?: number | undefined;
  /** How soon after a look for keys an unknown key may cause another one. */
  readonly keysCooldownMs?: number | undefined;
}

/** An issuer whose tenant is known. */
interface Issuer {
  readonly tenantId: string;
  readonly keys: JWTVerifyGetKey;
  readonly subjectClaim: string;
  readonly emailClaim: string;
}

const algorithms = ['RS256', 'PS256', 'ES256'];
/** Clocks that are kept differ by less; a token that is over for longer is over for the caller too. */
const clockToleranceS = 5;

const configRow = z.object({ jwks_uri: z.string().nullable(), claim_map: z.record(z.string(), z.unknown()).nullable() });
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** The providers of all tenants: which tenant a token belongs to follows from who issued it, and from nothing in it besides. */
export class Issuers {
  readonly #settings: IssuersSettings;
  readonly #known = new Lru<string, { readonly untilMs: number; readonly issuer: Promise<Issuer | undefined> }>(1_000);
  /** Tokens whose signature was checked: a page of the console sends the same one many times a second. */
  readonly #verified = new Lru<string, { readonly untilMs: number; readonly token: VerifiedToken }>(5_000);

  constructor(settings: IssuersSettings) {
    this.#settings = settings;
  }

  /**
   * @throws Unauthenticated with a sentence; anything else when the directory or the provider does not answer.
   */
  async verify(token: string): Promise<VerifiedToken> {
    const nowMs = Date.now();
    const seen = this.#verified.get(token);
    if (seen && seen.untilMs > nowMs) return seen.token;
    const name = issuerOf(token);
    const issuer = await this.#find(name);
    if (!issuer) throw new Unauthenticated('The token comes from an issuer that no tenant here signs in with.');
    const { payload } = await jwtVerify(token, issuer.keys, {
      issuer: name,
      audience: this.#settings.audience,
      algorithms,
      clockTolerance: clockToleranceS,
      requiredClaims: ['exp', 'sub'],
    }).catch((error: unknown) => {
      throw explained(error);
    });
    const email = payload[issuer.emailClaim];
    const subject = payload[issuer.subjectClaim];
    if (typeof subject !== 'string' || subject === '') throw new Unauthenticated('The token does not say whom it is about.');
    const expiresAtMs = (payload.exp ?? 0) * 1_000;
    const verified: VerifiedToken = {
      tenantId: issuer.tenantId,
      subject,
      // An address that the provider itself has not checked says nothing about the person.
      email: typeof email === 'string' && payload['email_verified'] !== false ? email.toLowerCase() : undefined,
      expiresAtMs,
    };
    this.#verified.set(token, { untilMs: Math.min(expiresAtMs, nowMs + 30_000), token: verified });
    return verified;
  }

  async #find(name: string): Promise<Issuer | undefined> {
    const known = this.#known.get(name);
    if (known && known.untilMs > Date.now()) return known.issuer;
    const issuer = this.#read(name);
    this.#known.set(name, { untilMs: Date.now() + (this.#settings.configAgeMsMax ?? 60_000), issuer });
    // A failure is no answer: the next token asks again.
    issuer.catch(() => this.#known.delete(name));
    return issuer;
  }

  async #read(name: string): Promise<Issuer | undefined> {
    const { database, log } = this.#settings;
    const [found] = await database.directory<{ tenant_id: string | null }>('select directory_tenant_by_issuer($1) as tenant_id', [name]);
    const tenantId = found?.tenant_id;
    if (!tenantId) return undefined;
    const operation = new Operation({ actor: { kind: 'system', tenantId, name: 'gateway' }, database, log });
    const rows = await operation.transaction('read provider', (unit) =>
      unit.system('gateway_provider', sql`select jwks_uri, claim_map from tenant_idp_config where issuer = ${name} and enabled`),
    );
    const config = rows[0] === undefined ? undefined : configRow.parse(rows[0]);
    if (!config) return undefined;
    const claim = (key: string) => (typeof config.claim_map?.[key] === 'string' ? config.claim_map[key] : undefined);
    return {
      tenantId,
      keys: createRemoteJWKSet(new URL(config.jwks_uri ?? (await discover(name))), {
        cooldownDuration: this.#settings.keysCooldownMs ?? 10_000,
        cacheMaxAge: 3_600_000,
        timeoutDuration: 3_000,
      }),
      subjectClaim: claim('subject') ?? 'sub',
      emailClaim: claim('email') ?? 'email',
    };
  }
}

function issuerOf(token: string): string {
  try {
    const { iss } = decodeJwt(token);
    if (typeof iss === 'string' && iss.length <= 2_000) return iss;
  } catch {
    // Told below.
  }
  throw new Unauthenticated('The token cannot be read: it is no JSON Web Token with an issuer.');
}

/** The address of the keys, from the provider itself (OpenID Connect Discovery 1.0, 4). */
async function discover(issuer: string): Promise<string> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(3_000) });
  const found = discovery.parse(await response.json());
  if (found.issuer !== issuer) throw new Error(`${issuer} calls itself ${found.issuer}`);
  return found.jwks_uri;
}

/** What the caller can do about it; a provider that does not answer is no fault of the token. */
function explained(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new Unauthenticated('The token has expired. Sign in again.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return new Unauthenticated('The token is meant for another service.');
    if (error.claim === 'nbf') return new Unauthenticated('The token is not valid yet.');
    return new Unauthenticated(`The token’s claim ${error.claim} is not as it should be.`);
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return new Unauthenticated('The token’s signature is not that of its issuer.');
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return new Unauthenticated(`The token must be signed with ${algorithms.join(', ')}.`);
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) return new Unauthenticated('The token cannot be read.');
  return error;
}
