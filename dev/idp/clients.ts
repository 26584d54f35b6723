import { createHmac } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';

/** The console, signed in through the gateway; a public client, held by PKCE and its redirect addresses. */
export const consoleClientId = 'dcmms-console';
/** `npm run token`, the tests and other tools on this machine. */
export const toolClientId = 'dcmms-tool';
/** A partner's program that acts for itself (client credentials). */
export const partnerClientId = 'dcmms-partner';

/** Where the tool's sign-in ends. Nobody listens there: the tool reads the code from the redirect. */
export const toolRedirectUri = 'http://127.0.0.1/signed-in';

export interface ClientAddresses {
  readonly webPort: number;
  readonly gatewayPort: number;
}

/** The clients that every demo tenant's provider knows. The gateway serves `/auth/*`, directly or through the console's port. */
export function demoClients({ webPort, gatewayPort }: ClientAddresses, secret: string): ClientMetadata[] {
  const origins = [webPort, gatewayPort].flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`]);
  return [
    {
      client_id: consoleClientId,
      client_name: 'dCMMS console',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: origins.map((origin) => `${origin}/auth/callback`),
      post_logout_redirect_uris: origins.flatMap((origin) => [`${origin}/`, `${origin}/auth/signed-out`]),
    },
    {
      client_id: toolClientId,
      client_name: 'dCMMS tools',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [toolRedirectUri],
    },
    {
      client_id: partnerClientId,
      client_name: 'A partner’s program',
      client_secret: partnerSecret(secret),
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
  ];
}

/** The secret of the partner's client, derived like every password of an installation. */
export function partnerSecret(secret: string): string {
  return createHmac('sha256', secret).update(`idp:${partnerClientId}`).digest('base64url');
}
