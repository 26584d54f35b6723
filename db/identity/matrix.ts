import { constraintTable, type GrantConstraints } from './constraint-table.ts';
import { fixedId } from './fixed-id.ts';
import { permissionColumns, permissionTable, type PermissionName } from './permission-table.ts';
import { roleTable, type RoleColumn, type RoleName } from './role-table.ts';

export type { GrantConstraints } from './constraint-table.ts';
export type { PermissionName } from './permission-table.ts';
export type { RoleName } from './role-table.ts';

/** Where a grant reaches: every row of the tenant, the person's sites, what is assigned to them, what is theirs. */
export type GrantScope = 'all' | 'sites' | 'assigned' | 'own';

export interface SystemRole {
  readonly id: string;
  readonly name: RoleName;
  readonly displayName: string;
  readonly description: string;
}

export interface Permission {
  readonly id: string;
  readonly name: PermissionName;
  readonly action: string;
  readonly resource: string;
  readonly description: string;
}

export interface Grant {
  readonly roleId: string;
  readonly permissionId: string;
  readonly role: RoleName;
  readonly permission: PermissionName;
  readonly scope: GrantScope;
  readonly constraints: GrantConstraints | null;
}

const scopeOfCell: Readonly<Record<string, GrantScope>> = { A: 'all', S: 'sites', W: 'assigned', O: 'own' };

/** The system roles, for every tenant the same; ids are fixed. */
export const systemRoles: readonly SystemRole[] = roleTable.map(([name, , displayName, description]) => ({
  id: roleId(name),
  name,
  displayName,
  description,
}));

/** All permissions; ids are fixed. */
export const permissions: readonly Permission[] = permissionTable.map(([name, , description]) => {
  const colon = name.indexOf(':');
  return { id: permissionId(name), name, action: name.slice(0, colon), resource: name.slice(colon + 1), description };
});

/** Every grant of every system role: the table read out, and its special cases. */
export const grants: readonly Grant[] = readGrants();

/** The fixed id of a system role. */
export function roleId(name: RoleName): string {
  return fixedId(`role:${name}`);
}

/** The fixed id of a permission. */
export function permissionId(name: PermissionName): string {
  return fixedId(`permission:${name}`);
}

function readGrants(): Grant[] {
  const read: Grant[] = [];
  for (const [permission, row] of permissionTable) {
    const cells = readRow(permission, row);
    for (const [role, column] of roleTable) {
      const scope = scopeOf(role, column, permission, cells);
      if (scope === undefined) continue;
      const constraints = constraintTable.find((entry) => entry[0] === role && entry[1] === permission)?.[2] ?? null;
      read.push({ roleId: roleId(role), permissionId: permissionId(permission), role, permission, scope, constraints });
    }
  }
  return read;
}

function scopeOf(
  role: RoleName,
  column: RoleColumn,
  permission: PermissionName,
  cells: ReadonlyMap<string, string>,
): GrantScope | undefined {
  if (column === 'SA') return 'all';
  // The only grant that the technicians' shared column does not tell: batteries are watched by whoever services them.
  if (role === 'bess_specialist' && permission === 'read:telemetry') return 'sites';
  return scopeOfCell[cells.get(column) ?? '·'];
}

function readRow(permission: string, row: string): Map<string, string> {
  const cells = row.split(/ +/);
  const faulty = cells.find((cell) => cell !== '·' && scopeOfCell[cell] === undefined);
  if (faulty !== undefined) throw new Error(`Permission ${permission}: ${faulty} is no scope.`);
  if (cells.length !== permissionColumns.length)
    throw new Error(`Permission ${permission} has ${cells.length} cells instead of ${permissionColumns.length}.`);
  return new Map(permissionColumns.map((column, index) => [column, cells[index] ?? '·']));
}
