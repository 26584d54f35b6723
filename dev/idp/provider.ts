import { createHmac } from 'node:crypto';
import Provider, { type Configuration, type JWK, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { demoPeople, type DemoPerson } from '@dcmms/db/seed/people.ts';
import type { TenantCode } from '@dcmms/db/seed/tenants.ts';
import { demoClients, toolClientId, type ClientAddresses } from './clients.ts';
import { faultPage, pageHeaders, signedOutPage, signOutPage } from './pages.ts';
import type { Storage } from './storage.ts';

/** What access tokens are for; the gateway accepts no other audience. */
export const graphAudience = 'dcmms';

export interface TenantProvider extends ClientAddresses {
  readonly tenant: TenantCode;
  readonly issuer: string;
  readonly key: JWK;
  readonly secret: string;
  readonly storage: Storage;
  readonly accessTokenSeconds?: number | undefined;
}

// The name of the resource inside the provider: RFC 8707 wants an absolute URI, the token says `graphAudience`.
const graphResource = 'urn:dcmms:graph';
const graphScope = 'graph';
const minuteSeconds = 60;
const daySeconds = 24 * 60 * minuteSeconds;

/**
 * The OpenID provider of one tenant: authorization code with PKCE for people, client credentials for partners' programs.
 * Access tokens are JWTs (RS256, `typ` at+jwt, RFC 9068) with `sub`, `email`, audience `dcmms`: who, and by the issuer which
 * tenant; what a person may do is no part of a token (design §6.2).
 */
export function tenantProvider(settings: TenantProvider): Provider {
  const { issuer, tenant } = settings;
  const port = new URL(issuer).port;
  const configuration: Configuration = {
    adapter: settings.storage.adapter(tenant),
    clients: demoClients(settings, settings.secret),
    jwks: { keys: [settings.key] },
    findAccount: (_ctx, subject) => account(tenant, subject),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name', 'locale', 'zoneinfo'] },
    // The console reads its person's name from the ID token; it has no use for a second request.
    conformIdTokenClaims: false,
    scopes: ['openid', 'offline_access', 'email', 'profile'],
    pkce: { required: () => true },
    cookies: {
      keys: [createHmac('sha256', settings.secret).update(`idp:cookies:${tenant}`).digest('base64url')],
      // Cookies do not know ports: two installations and three tenants on one host each need names of their own.
      names: { session: `idp_${port}_${tenant}`, interaction: `idp_${port}_${tenant}_at`, resume: `idp_${port}_${tenant}_back` },
      long: { httpOnly: true, sameSite: 'lax', path: new URL(issuer).pathname },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, signOutPage(form)),
        postLogoutSuccessSource: (ctx) => show(ctx, signedOutPage()),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => graphResource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => graph(settings.accessTokenSeconds),
      },
    },
    interactions: { url: (_ctx, interaction) => `${new URL(issuer).pathname}/interaction/${interaction.uid}` },
    loadExistingGrant: grantEverything,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Signing out at the provider ends what was issued to that sign-in.
    expiresWithSession: () => true,
    extraTokenClaims: (_ctx, token) => {
      const person = 'accountId' in token ? findBySubject(tenant, token.accountId) : undefined;
      return person === undefined ? undefined : { email: person.email };
    },
    renderError: (ctx, out) =>
      show(
        ctx,
        faultPage('This did not work', [
          `The request was refused: ${out.error_description ?? 'no reason given'} (${out.error}).`,
          'Go back to where you came from and begin again. If that does not help, the application asks for something that is not set up here.',
        ]),
      ),
    clientBasedCORS: () => false,
    ttl: {
      // The tool's token is good for 30 minutes (contract §1), the console's for 15 and renewed (domain §4.3).
      AccessToken: (_ctx, _token, client) => settings.accessTokenSeconds ?? (client.clientId === toolClientId ? 30 : 15) * minuteSeconds,
      AuthorizationCode: minuteSeconds,
      ClientCredentials: settings.accessTokenSeconds ?? 15 * minuteSeconds,
      IdToken: 60 * minuteSeconds,
      Interaction: 60 * minuteSeconds,
      RefreshToken: 7 * daySeconds,
      Session: 7 * daySeconds,
      Grant: 7 * daySeconds,
    },
  };
  return new Provider(issuer, configuration);
}

function graph(accessTokenSeconds?: number): ResourceServer {
  return {
    scope: graphScope,
    audience: graphAudience,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
    ...(accessTokenSeconds === undefined ? {} : { accessTokenTTL: accessTokenSeconds }),
  };
}

/** All clients are this product's own: nobody is asked for consent. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const existing = session.grantIdFor(client.clientId);
  const kept = existing === undefined ? undefined : await provider.Grant.find(existing);
  if (kept !== undefined) return kept;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email profile offline_access');
  grant.addResourceScope(graphResource, graphScope);
  await grant.save();
  return grant;
}

function findBySubject(tenant: TenantCode, subject: string | undefined): DemoPerson | undefined {
  return demoPeople.find((person) => person.tenant === tenant && person.subject === subject);
}

function account(tenant: TenantCode, subject: string) {
  const person = findBySubject(tenant, subject);
  if (person === undefined) return undefined;
  return {
    accountId: subject,
    claims: () => ({
      sub: subject,
      email: person.email,
      email_verified: true,
      name: `${person.firstName} ${person.lastName}`,
      given_name: person.firstName,
      family_name: person.lastName,
      locale: person.locale,
      zoneinfo: person.timezone,
    }),
  };
}

function show(ctx: KoaContextWithOIDC, html: string): void {
  ctx.set({ ...pageHeaders });
  ctx.body = html;
}
