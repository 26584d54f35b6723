import { fixedId } from '../identity/fixed-id.ts';
import { derivedGatewayPassword, gatewayUsername } from '../telemetry/gateway-password.ts';
import { demoSites, type SiteCode } from './sites.ts';
import type { TenantCode } from './tenants.ts';

export interface DemoGateway {
  readonly id: string;
  readonly tenant: TenantCode;
  readonly site: SiteCode;
  /** Unique in the tenant. */
  readonly code: string;
  /** What it signs in with over MQTT; its password is derived from the installation's secret. */
  readonly username: string;
}

/** One edge gateway per site. */
export const demoGateways: readonly DemoGateway[] = demoSites.map((site) => {
  const position = demoSites.filter((other) => other.tenant === site.tenant).indexOf(site) + 1;
  const code = `GW-${String(position).padStart(2, '0')}`;
  return {
    id: fixedId(`gateway:${site.code}/${code}`),
    tenant: site.tenant,
    site: site.code,
    code,
    username: gatewayUsername(site.tenant, site.code, code),
  };
});

/** How the gateways of an installation sign in, as `ready.json` lists them. */
export function gatewayCredentials(secret: string) {
  return demoGateways.map(({ tenant, site, code, username }) => ({
    tenant,
    site,
    gateway: code,
    username,
    password: derivedGatewayPassword(secret, username),
  }));
}
