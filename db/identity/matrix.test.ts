import { describe, expect, test } from 'vitest';
import { grants, permissionId, permissions, roleId, systemRoles, type RoleName } from './matrix.ts';

function grantsOf(role: RoleName): Map<string, string> {
  return new Map(grants.filter((grant) => grant.role === role).map((grant) => [grant.permission, grant.scope]));
}

function constraintsOf(role: RoleName, permission: string) {
  return grants.find((grant) => grant.role === role && grant.permission === permission)?.constraints;
}

describe('the permission matrix', () => {
  test('holds 20 system roles, 104 permissions, 751 grants and everything for the super administrator', () => {
    expect(systemRoles).toHaveLength(20);
    expect(permissions).toHaveLength(104);
    expect(grants.filter((grant) => grant.role !== 'super_admin')).toHaveLength(751);
    expect(grantsOf('super_admin').size).toBe(104);
    expect([...grantsOf('super_admin').values()].every((scope) => scope === 'all')).toBe(true);
  });

  test('names permissions action:resource, each once, with a description', () => {
    expect(new Set(permissions.map((permission) => permission.name)).size).toBe(104);
    for (const permission of permissions) {
      expect(`${permission.action}:${permission.resource}`).toBe(permission.name);
      expect(permission.name).toMatch(/^[a-z]+:[a-z]+(-[a-z]+)*$/);
      expect(permission.description).toMatch(/^[A-Z].{8,}/);
    }
  });

  test('gives every role, permission and grant one fixed id', () => {
    const ids = [...systemRoles, ...permissions].map((row) => row.id);
    expect(new Set(ids).size).toBe(124);
    expect(new Set(grants.map((grant) => `${grant.roleId} ${grant.permissionId}`)).size).toBe(grants.length);
    expect(roleId('plant_manager')).toBe('01941f29-7c00-72a1-b70b-a339aeafc4b4');
    expect(permissionId('read:work-orders')).toBe('01941f29-7c00-7757-8e50-3b119244a2cc');
  });

  test('lets four kinds of technicians do the same, but the battery specialist also read the telemetry of batteries', () => {
    const electrical = grantsOf('field_technician_electrical');
    expect(grantsOf('field_technician_mechanical')).toEqual(electrical);
    expect(grantsOf('wind_turbine_technician')).toEqual(electrical);
    expect(grantsOf('bess_specialist')).toEqual(new Map([...electrical, ['read:telemetry', 'sites']]));
    expect(electrical.has('read:telemetry')).toBe(false);
    expect(constraintsOf('bess_specialist', 'read:telemetry')?.asset_types).toContain('battery_rack');
  });

  test('gives both kinds of contractors the same and no money', () => {
    expect(grantsOf('contractor_oem')).toEqual(grantsOf('contractor_om'));
    expect(grantsOf('contractor_om').has('read:costs')).toBe(false);
    expect(grantsOf('contractor_om').get('execute:work-orders')).toBe('assigned');
  });

  test('limits approval: supervisor 10,000 for emergencies, engineer 25,000, manager 100,000, portfolio and administrator without limit', () => {
    expect(constraintsOf('maintenance_supervisor', 'approve:work-orders')).toEqual({ max_amount: 10_000, wo_types: ['emergency'] });
    expect(constraintsOf('site_engineer', 'approve:work-orders')).toEqual({ max_amount: 25_000 });
    expect(constraintsOf('plant_manager', 'approve:work-orders')).toEqual({ max_amount: 100_000 });
    expect(constraintsOf('portfolio_manager', 'approve:work-orders')).toBeNull();
    expect(constraintsOf('system_administrator', 'approve:work-orders')).toBeNull();
  });

  test('keeps tenants, the platform and the writing of readings to the super administrator', () => {
    for (const permission of ['manage:tenants', 'manage:system', 'write:telemetry']) {
      expect(grants.filter((grant) => grant.permission === permission).map((grant) => grant.role)).toEqual(['super_admin']);
    }
    expect(grants.filter((grant) => grant.permission === 'manage:idp').map((grant) => grant.role)).toEqual([
      'super_admin',
      'system_administrator',
    ]);
  });

  test('reads the table as it is written', () => {
    expect(grantsOf('scada_operator').get('acknowledge:alerts')).toBe('sites');
    expect(grantsOf('field_technician_electrical').get('read:sites')).toBe('sites');
    expect(grantsOf('field_technician_electrical').get('read:work-orders')).toBe('assigned');
    expect(grantsOf('reliability_engineer').get('update:users')).toBe('own');
    expect(grantsOf('read_only_auditor').has('comment:work-orders')).toBe(false);
    expect(grantsOf('ehs_officer').get('manage:skills')).toBe('all');
  });
});
