import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type Provider from 'oidc-provider';
import { demoTenants, type DemoTenant } from '@dcmms/db/seed/tenants.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import type { ClientAddresses } from './clients.ts';
import { issuerUrl } from './issuer.ts';
import { signingKey } from './keys.ts';
import { faultPage, pageHeaders } from './pages.ts';
import { tenantProvider } from './provider.ts';
import { serveSignIn } from './serve-sign-in.ts';
import { openStorage } from './storage.ts';

export interface IdpSettings extends ClientAddresses {
  readonly port: number;
  /** `$DCMMS_HOME`; keys and sign-ins are kept in its folder `idp`. */
  readonly home: string;
  /** The installation's secret, from which cookie keys and the partner client's secret are derived. */
  readonly secret: string;
  /** Life of access tokens, for tests of what happens at their end; else 15 minutes, the tool's 30. */
  readonly accessTokenSeconds?: number | undefined;
  readonly log?: Log | undefined;
}

export interface Idp {
  /** `http://localhost:4100` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the development identity provider: a real OpenID provider per demo tenant, each with its own issuer
 * `http://localhost:<port>/t/<tenant>` and signing key, on 127.0.0.1 alone. People come from the seed's data.
 */
export async function startIdp(settings: IdpSettings): Promise<Idp> {
  const folder = join(settings.home, 'idp');
  const storage = openStorage(folder);
  const tenants = new Map<string, MountedTenant>();
  for (const tenant of demoTenants) {
    const key = await signingKey(folder, tenant.code);
    const issuer = issuerUrl(settings.port, tenant.code);
    const provider = tenantProvider({ ...settings, tenant: tenant.code, issuer, key, storage });
    provider.on('server_error', (_ctx, error) => settings.log?.error({ err: error, tenant: tenant.code }, 'the identity provider failed'));
    tenants.set(tenant.code, { tenant, provider, handle: provider.callback() });
  }

  const server = createServer((request, response) => {
    serve(tenants, request, response).catch((error: unknown) => {
      settings.log?.error({ err: error }, 'a request to the identity provider failed');
      if (!response.headersSent)
        sendPage(response, 500, faultPage('This did not work', ['The identity provider failed; its log says why.']));
      else response.destroy();
    });
  });
  server.requestTimeout = 10_000;
  server.listen(settings.port, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://localhost:${settings.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      storage.close();
    },
  };
}

interface MountedTenant {
  readonly tenant: DemoTenant;
  readonly provider: Provider;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Express' name for the address before a mount point was cut off; the provider finds its mount point by it. */
interface MountedRequest extends IncomingMessage {
  originalUrl?: string;
}

async function serve(tenants: ReadonlyMap<string, MountedTenant>, request: MountedRequest, response: ServerResponse): Promise<void> {
  // A page elsewhere may point a name of its own at 127.0.0.1 (DNS rebinding); it must not reach the sign-in.
  if (!isLoopbackHost(request.headers.host)) {
    sendPage(response, 421, faultPage('Not here', ['This provider answers on this machine alone.']));
    return;
  }
  const url = request.url ?? '/';
  const path = url.split('?', 1)[0] ?? '/';
  if (path === '/health' || path === '/ready') {
    sendJson(response, { status: 'ok' });
    return;
  }
  const mounted = /^\/t\/([^/?]+)/.exec(url);
  const tenant = tenants.get(mounted?.[1] ?? '');
  if (mounted === null || tenant === undefined) {
    const issuers = [...tenants.keys()].map((code) => `/t/${code}`).join(', ');
    sendPage(response, 404, faultPage('Nothing here', [`The issuers of this provider are ${issuers}.`]));
    return;
  }
  request.originalUrl = url;
  request.url = url.slice(mounted[0].length) || '/';
  if (request.url.startsWith('/interaction/')) await serveSignIn(tenant.tenant, tenant.provider, request, response);
  else await tenant.handle(request, response);
}

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, pageHeaders).end(html);
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
