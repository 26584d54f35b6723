import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fastify } from 'fastify';
import type Provider from 'oidc-provider';
import { demoTenants, type DemoTenant } from '@dcmms/db/seed/tenants.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { addHealthRoutes, createMetrics } from '@dcmms/runtime/serve.ts';
import type { ClientAddresses } from './clients.ts';
import { issuerUrl } from './issuer.ts';
import { signingKey } from './keys.ts';
import { faultPage, issuerPage, pageHeaders } from './pages.ts';
import { peopleOf, roleNames } from './people.ts';
import { tenantProvider } from './provider.ts';
import { serveSignIn } from './serve-sign-in.ts';
import { openStorage } from './storage.ts';

export interface IdpSettings extends ClientAddresses {
  readonly port: number;
  /** Address to listen on; loopback unless told otherwise, as a container must. Only loopback names are answered either way. */
  readonly host?: string | undefined;
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

  const server = fastify({ logger: false, requestTimeout: 10_000, forceCloseConnections: true });
  addHealthRoutes(server, { part: 'idp', registry: createMetrics('idp'), checks: async () => [] });
  server.addHook('onRequest', async (request, reply) => {
    // A page elsewhere may point a name of its own at 127.0.0.1 (DNS rebinding); it must not reach the sign-in.
    if (!isLoopbackHost(request.headers.host)) {
      return reply
        .code(421)
        .headers(pageHeaders)
        .send(faultPage('Not here', ['This provider answers on this machine alone.']));
    }
    const mounted = /^\/t\/([^/?]+)/.exec(request.url);
    const tenant = tenants.get(mounted?.[1] ?? '');
    if (mounted === null || tenant === undefined) return undefined;
    reply.hijack();
    await serveTenant(tenant, mounted[0], request.raw, reply.raw).catch((error: unknown) => {
      settings.log?.error({ err: error, tenant: tenant.tenant.code }, 'a request to the identity provider failed');
      if (reply.raw.headersSent) reply.raw.destroy();
      else reply.raw.writeHead(500, pageHeaders).end(faultPage('This did not work', ['The identity provider failed; its log says why.']));
    });
    return reply;
  });
  const issuers = [...tenants.keys()].map((code) => `/t/${code}`).join(', ');
  server.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .headers(pageHeaders)
      .send(faultPage('Nothing here', [`The issuers of this provider are ${issuers}.`])),
  );
  await server.listen({ port: settings.port, host: settings.host ?? '127.0.0.1' });

  return {
    url: `http://localhost:${settings.port}`,
    async close() {
      await server.close();
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

/** The provider of one tenant, or its sign-in page; `mount` is the part of the address before what the provider knows. */
async function serveTenant(tenant: MountedTenant, mount: string, request: MountedRequest, response: ServerResponse): Promise<void> {
  const url = request.url ?? mount;
  request.originalUrl = url;
  request.url = url.slice(mount.length) || '/';
  if (request.url === '/' && request.method === 'GET') {
    const { tenant: of, provider } = tenant;
    response.writeHead(200, pageHeaders).end(issuerPage({ tenantName: of.name, issuer: provider.issuer, people: peopleOf(of), roleNames }));
  } else if (request.url.startsWith('/interaction/')) await serveSignIn(tenant.tenant, tenant.provider, request, response);
  else await tenant.handle(request, response);
}

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}
