import { systemRoles } from '@dcmms/db/identity/matrix.ts';
import { demoPeople, type DemoPerson } from '@dcmms/db/seed/people.ts';
import type { DemoTenant } from '@dcmms/db/seed/tenants.ts';

/** Display names of roles, by name. */
export const roleNames: ReadonlyMap<string, string> = new Map(systemRoles.map((role) => [role.name, role.displayName]));

export function peopleOf(tenant: DemoTenant): readonly DemoPerson[] {
  return demoPeople.filter((person) => person.tenant === tenant.code);
}
