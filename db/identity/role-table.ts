/**
 * The 20 system roles and the column of the permission table that each takes its grants from.
 * Roles that share a column differ in name, in skills and in the constraints of `constraint-table.ts` alone.
 */
// prettier-ignore
export const roleTable = [
  // role, column, display name, description
  ['super_admin', 'SA', 'Super administrator', 'Operator of the platform: every permission, in the platform tenant.'],
  ['system_administrator', 'TA', 'System administrator', 'Runs the system for one tenant: people, sites, integrations, identity provider.'],
  ['portfolio_manager', 'PF', 'Portfolio manager', 'Answers for several plants: reads everything, decides over money above the plant managers’ limit.'],
  ['plant_manager', 'PM', 'Plant manager', 'Owns the profit and loss of a site; approves work and purchases up to a limit.'],
  ['site_engineer', 'SE', 'Site engineer', 'Technical lead of a site: assets, alarm rules, difficult work.'],
  ['om_coordinator', 'OC', 'O&M coordinator', 'Plans work of one to three sites: schedules, crews, parts, paperwork.'],
  ['maintenance_supervisor', 'MS', 'Maintenance supervisor', 'Leads the crew of a site: assigns, verifies, issues lock-out permits.'],
  ['field_technician_electrical', 'FT', 'Field technician, electrical', 'Does the electrical work that is assigned to them.'],
  ['field_technician_mechanical', 'FT', 'Field technician, mechanical', 'Does the mechanical work that is assigned to them.'],
  ['wind_turbine_technician', 'FT', 'Wind turbine technician', 'Does the work on turbines that is assigned to them, at height.'],
  ['bess_specialist', 'FT', 'Battery storage specialist', 'Does the work on battery storage that is assigned to them; reads the telemetry of batteries.'],
  ['scada_operator', 'SO', 'SCADA operator', 'Watches the plants: acknowledges alarms, raises work from them.'],
  ['inventory_coordinator', 'IC', 'Inventory coordinator', 'Keeps the store of a site: stock, counts, purchase orders.'],
  ['ehs_officer', 'EH', 'EHS officer', 'Environment, health and safety: permits, incidents, checklists.'],
  ['reliability_engineer', 'RE', 'Reliability engineer', 'Reads everything; owns alarm rules, features and prediction models.'],
  ['compliance_officer', 'CO', 'Compliance officer', 'Reads everything; owns reports to authorities and certificates.'],
  ['contractor_oem', 'XC', 'Contractor, manufacturer', 'Warranty work of a manufacturer that is assigned to them; sees no costs.'],
  ['contractor_om', 'XC', 'Contractor, O&M', 'Maintenance work of a service company that is assigned to them; sees no costs.'],
  ['read_only_auditor', 'AU', 'Read-only auditor', 'Reads for the time of an audit; changes nothing.'],
  ['emergency_responder', 'ER', 'Emergency responder', 'Acts on any site in an emergency; every action is flagged and justified.'],
] as const;

export type RoleName = (typeof roleTable)[number][0];
/** A column of the permission table; `SA` is granted everything and has none. */
export type RoleColumn = (typeof roleTable)[number][1];
