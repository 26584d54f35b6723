import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, id, oneOf, updatedAt } from '../columns.ts';

export const tenantStatuses = ['active', 'inactive', 'suspended'] as const;
export type TenantStatus = (typeof tenantStatuses)[number];

export const subscriptionTiers = ['free', 'pro', 'enterprise'] as const;
export type SubscriptionTier = (typeof subscriptionTiers)[number];

export const identityProviders = ['auth0', 'azure-ad', 'keycloak', 'okta', 'saml', 'local', 'oidc'] as const;
export type IdentityProvider = (typeof identityProviders)[number];

/** A company that keeps its plants here. Its settings (second factor, session limit, tolerances) are in `metadata`. */
export const tenants = pgTable(
  'tenants',
  {
    id: id(),
    /** The human code, as in topics and issuers: `helios`. */
    code: varchar('tenant_id', { length: 100 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    status: varchar('status', { length: 50, enum: tenantStatuses }).notNull().default('active'),
    subscriptionTier: varchar('subscription_tier', { length: 50, enum: subscriptionTiers }),
    maxUsers: integer('max_users'),
    maxSites: integer('max_sites'),
    metadata: jsonb('metadata'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('tenants_tenant_id_key').on(t.code),
    index('idx_tenants_status').on(t.status),
    oneOf('tenants_status_check', t.status, tenantStatuses),
    oneOf('tenants_subscription_tier_check', t.subscriptionTier, subscriptionTiers),
    // The code is a level of MQTT topics and a part of issuer URLs.
    check('tenants_tenant_id_check', sql`${t.code} ~ '^[a-z0-9][a-z0-9-]*$'`),
  ],
);

/** Where the people of a tenant sign in: one OpenID or SAML provider per tenant. */
export const tenantIdpConfig = pgTable(
  'tenant_idp_config',
  {
    id: id(),
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id, { onDelete: 'restrict' }),
    provider: varchar('provider', { length: 50, enum: identityProviders }).notNull(),
    clientId: varchar('client_id', { length: 255 }),
    clientSecretEncrypted: text('client_secret_encrypted'),
    domain: varchar('domain', { length: 255 }),
    authorizationEndpoint: text('authorization_endpoint'),
    tokenEndpoint: text('token_endpoint'),
    userinfoEndpoint: text('userinfo_endpoint'),
    jwksUri: text('jwks_uri'),
    samlIdpEntityId: varchar('saml_idp_entity_id', { length: 255 }),
    samlSsoUrl: text('saml_sso_url'),
    samlCertificate: text('saml_certificate'),
    scopes: text('scopes').array(),
    roleClaimPath: varchar('role_claim_path', { length: 255 }),
    enabled: boolean('enabled').notNull().default(true),
    /** `iss` of the provider's tokens; says which tenant a token belongs to. */
    issuer: text('issuer'),
    emailDomains: text('email_domains').array(),
    claimMap: jsonb('claim_map'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('tenant_idp_config_tenant_id_key').on(t.tenantId),
    unique('tenant_idp_config_tenant_id_id_key').on(t.tenantId, t.id),
    // Two tenants behind one issuer could not be told apart.
    uniqueIndex('idx_tenant_idp_config_issuer')
      .on(t.issuer)
      .where(sql`issuer is not null`),
    oneOf('tenant_idp_config_provider_check', t.provider, identityProviders),
  ],
);
