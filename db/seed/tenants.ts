import { fixedId } from '../identity/fixed-id.ts';

export type TenantCode = 'helios' | 'borealis' | 'dcmms';

export interface DemoTenant {
  readonly id: string;
  readonly code: TenantCode;
  readonly name: string;
  readonly subscriptionTier: 'pro' | 'enterprise';
  /** ISO 4217; prices, costs and limits of the tenant are in it. */
  readonly currency: string;
  readonly maxUsers: number;
  readonly maxSites: number;
}

/** Two owners of plants, and the tenant of whoever runs the platform. */
export const demoTenants: readonly DemoTenant[] = [
  tenant('helios', 'Helios Solar & Storage', 'pro', 'EUR', 100, 10),
  tenant('borealis', 'Borealis Wind', 'pro', 'GBP', 100, 10),
  tenant('dcmms', 'dCMMS platform', 'enterprise', 'EUR', 20, 1),
];

export function tenantId(code: TenantCode): string {
  return fixedId(`tenant:${code}`);
}

function tenant(
  code: TenantCode,
  name: string,
  subscriptionTier: DemoTenant['subscriptionTier'],
  currency: string,
  maxUsers: number,
  maxSites: number,
): DemoTenant {
  return { id: tenantId(code), code, name, subscriptionTier, currency, maxUsers, maxSites };
}
