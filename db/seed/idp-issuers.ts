import type { ClientBase } from 'pg';
import { fixedId } from '../identity/fixed-id.ts';
import { demoTenants } from './tenants.ts';

/** The client that the gateway signs people in with at the development identity provider; public, held by PKCE. */
const consoleClientId = 'dcmms-console';

/**
 * Points every demo tenant at the development identity provider of this installation: its port is a setting and part of the
 * issuer, so the launcher calls this at every start. Tenants with another provider keep theirs.
 *
 * @param client Signed in as (a member of) dcmms_owner.
 */
export async function updateIdpIssuers(client: ClientBase, port: number): Promise<void> {
  const rows = demoTenants.map(({ id, code }) => {
    const issuer = `http://localhost:${port}/t/${code}`;
    return { id: fixedId(`idp:${code}`), tenant_id: id, issuer, email_domains: [`${code}.test`] };
  });
  await client.query(
    `INSERT INTO tenant_idp_config
       (id, tenant_id, provider, client_id, issuer, authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri, scopes, email_domains, claim_map)
     SELECT r.id, r.tenant_id, 'oidc', $2, r.issuer, r.issuer || '/auth', r.issuer || '/token', r.issuer || '/me', r.issuer || '/jwks',
       ARRAY['openid', 'email', 'profile'], r.email_domains, '{"subject": "sub", "email": "email"}'
     FROM json_to_recordset($1::json) AS r (id uuid, tenant_id uuid, issuer text, email_domains text[])
     JOIN tenants t ON t.id = r.tenant_id
     ON CONFLICT (id) DO UPDATE
       SET issuer = excluded.issuer, authorization_endpoint = excluded.authorization_endpoint, token_endpoint = excluded.token_endpoint,
         userinfo_endpoint = excluded.userinfo_endpoint, jwks_uri = excluded.jwks_uri, updated_at = now()
       WHERE tenant_idp_config.issuer LIKE 'http://localhost:%/t/%' AND tenant_idp_config.issuer <> excluded.issuer`,
    [JSON.stringify(rows), consoleClientId],
  );
}
