import type { PermissionName } from './permission-table.ts';
import type { RoleName } from './role-table.ts';

/** What narrows a grant beyond its scope; stored as `role_permissions.constraints`. */
export interface GrantConstraints {
  /** Largest estimated cost, in the tenant's currency. */
  readonly max_amount?: number;
  /** Types of work orders the grant covers. */
  readonly wo_types?: readonly string[];
  /** Types of assets the grant covers. */
  readonly asset_types?: readonly string[];
}

/** Limits of approval (domain §4.3); above a plant manager's the portfolio manager decides. A grant without a line has no limit. */
export const constraintTable: readonly (readonly [RoleName, PermissionName, GrantConstraints])[] = [
  ['maintenance_supervisor', 'approve:work-orders', { max_amount: 10_000, wo_types: ['emergency'] }],
  ['maintenance_supervisor', 'override:emergency', { max_amount: 10_000 }],
  ['site_engineer', 'approve:work-orders', { max_amount: 25_000 }],
  ['plant_manager', 'approve:work-orders', { max_amount: 100_000 }],
  ['emergency_responder', 'create:work-orders', { wo_types: ['emergency'] }],
  ['bess_specialist', 'read:telemetry', { asset_types: ['battery', 'battery_rack', 'bms', 'pcs'] }],
];
