import { fixedId } from '../identity/fixed-id.ts';
import type { RoleName } from '../identity/role-table.ts';
import type { TenantCode } from './tenants.ts';

/** The same password for everybody; only the development identity provider knows it, no table does. */
export const demoPassword = 'demo';

export interface DemoPerson {
  readonly id: string;
  readonly tenant: TenantCode;
  /** Human code, `users.user_id`: `helios-operator`. */
  readonly code: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** E.164, of a range that is never assigned. */
  readonly phone: string;
  readonly role: RoleName;
  /** Codes of the sites the person works on. */
  readonly sites: readonly string[];
  /** `sub` in the tokens of the identity provider, `users.idp_user_id`. */
  readonly subject: string;
  readonly employmentType: 'employee' | 'contractor' | 'auditor';
  readonly timezone: string;
  readonly locale: string;
  readonly skills: readonly string[];
}

type Line = readonly [localPart: string, firstName: string, lastName: string, role: RoleName];

const heliosSites = ['CESTAS', 'MOSS'];
const technicianSkills = ['electrical-hv', 'inverter-repair', 'loto-certified', 'bess-safety'];
const turbineSkills = ['electrical-hv', 'loto-certified', 'rope-access', 'gwo-bst', 'gwo-art'];

/** Everybody who may sign in to the demo (contract §3), with fixed ids. */
export const demoPeople: readonly DemoPerson[] = [
  ...people('helios', 'Europe/Paris', 'fr', '+3399900', heliosSites, technicianSkills, [
    ['admin', 'Camille', 'Laurent', 'system_administrator'],
    ['manager', 'Mathieu', 'Garnier', 'plant_manager'],
    ['supervisor', 'Inès', 'Roux', 'maintenance_supervisor'],
    ['technician', 'Thomas', 'Lefèvre', 'field_technician_electrical'],
    ['operator', 'Sofia', 'Marchetti', 'scada_operator'],
    ['storekeeper', 'Nadia', 'Benali', 'inventory_coordinator'],
    ['reliability', 'Erik', 'Lindqvist', 'reliability_engineer'],
    ['safety', 'Claire', 'Dumont', 'ehs_officer'],
    ['contractor', 'Marco', 'Ferreira', 'contractor_om'],
    ['auditor', 'Helen', 'Whitfield', 'read_only_auditor'],
  ]),
  ...people('helios', 'America/Los_Angeles', 'en', '+1831555', ['MOSS'], [], [['operator2', 'Daniel', 'Reyes', 'scada_operator']]),
  ...people('borealis', 'Europe/London', 'en', '+4416329600', ['KELDA'], turbineSkills, [
    ['admin', 'Fiona', 'MacLeod', 'system_administrator'],
    ['manager', 'Callum', 'Fraser', 'plant_manager'],
    ['supervisor', 'Isla', 'Sinclair', 'maintenance_supervisor'],
    ['technician', 'Ewan', 'Murray', 'field_technician_electrical'],
    ['operator', 'Aileen', 'Drummond', 'scada_operator'],
    ['storekeeper', 'Rory', 'Campbell', 'inventory_coordinator'],
    ['reliability', 'Ingrid', 'Solberg', 'reliability_engineer'],
    ['safety', 'Moira', 'Kerr', 'ehs_officer'],
    ['contractor', 'Lars', 'Nygaard', 'contractor_om'],
    ['auditor', 'Priya', 'Nair', 'read_only_auditor'],
  ]),
  ...people('dcmms', 'Europe/Paris', 'en', '+3399909', [], [], [['root', 'Robin', 'Vale', 'super_admin']]),
];

/** Finds a person by e-mail; e-mails are read without regard to case (contract §4). */
export function findPerson(email: string): DemoPerson | undefined {
  const wanted = email.trim().toLowerCase();
  return demoPeople.find((person) => person.email === wanted);
}

/** The demo person of a tenant whose e-mail begins with the given part, for the seed's own data. */
export function personOf(tenant: TenantCode, localPart: string): DemoPerson {
  const person = findPerson(`${localPart}@${tenant}.test`);
  if (person === undefined) throw new Error(`The demo has no ${localPart}@${tenant}.test.`);
  return person;
}

function people(
  tenant: TenantCode,
  timezone: string,
  locale: string,
  phonePrefix: string,
  sites: readonly string[],
  fieldSkills: readonly string[],
  lines: readonly Line[],
): DemoPerson[] {
  return lines.map(([localPart, firstName, lastName, role], index) => {
    const email = `${localPart}@${tenant}.test`;
    const worksInTheField = role === 'field_technician_electrical' || role === 'contractor_om' || role === 'maintenance_supervisor';
    return {
      id: fixedId(`user:${email}`),
      tenant,
      code: `${tenant}-${localPart}`,
      email,
      firstName,
      lastName,
      phone: `${phonePrefix}${String(index + 1).padStart(4, '0')}`,
      role,
      sites,
      subject: fixedId(`subject:${email}`),
      employmentType: role === 'contractor_om' ? 'contractor' : role === 'read_only_auditor' ? 'auditor' : 'employee',
      timezone,
      locale,
      skills: worksInTheField ? fieldSkills : [],
    };
  });
}
