import type { ClientBase } from 'pg';
import { grants, permissions, systemRoles } from '../identity/matrix.ts';

/**
 * Brings roles, permissions and grants of the platform to what the matrix says: adds, corrects and removes, touches nothing that
 * is right already and nothing of a tenant's own roles. Runs after every migration, whether or not there is a demo.
 *
 * @param client Signed in as (a member of) dcmms_owner; the caller's transaction, if it has one.
 */
export async function seedAuthority(client: ClientBase): Promise<void> {
  await client.query(
    `INSERT INTO roles (id, role_name, display_name, description, is_system, tenant_id)
     SELECT id, role_name, display_name, description, true, NULL
     FROM json_to_recordset($1::json) AS r (id uuid, role_name text, display_name text, description text)
     ON CONFLICT (id) DO UPDATE
       SET role_name = excluded.role_name, display_name = excluded.display_name, description = excluded.description
       WHERE (roles.role_name, roles.display_name, roles.description)
         IS DISTINCT FROM (excluded.role_name, excluded.display_name, excluded.description)`,
    [
      JSON.stringify(
        systemRoles.map((role) => ({ id: role.id, role_name: role.name, display_name: role.displayName, description: role.description })),
      ),
    ],
  );
  await client.query(
    `INSERT INTO permissions (id, permission_name, action, resource, description)
     SELECT id, permission_name, action, resource, description
     FROM json_to_recordset($1::json) AS p (id uuid, permission_name text, action text, resource text, description text)
     ON CONFLICT (id) DO UPDATE SET description = excluded.description
       WHERE permissions.description IS DISTINCT FROM excluded.description`,
    [JSON.stringify(permissions.map((permission) => ({ ...permission, permission_name: permission.name })))],
  );
  await client.query(
    `WITH wanted AS (
       SELECT * FROM json_to_recordset($1::json) AS g (role_id uuid, permission_id uuid, scope text, constraints jsonb)
     ), gone AS (
       DELETE FROM role_permissions p USING roles r
       WHERE r.id = p.role_id AND r.is_system
         AND NOT EXISTS (SELECT FROM wanted w WHERE w.role_id = p.role_id AND w.permission_id = p.permission_id)
     )
     INSERT INTO role_permissions (tenant_id, role_id, permission_id, scope, constraints)
     SELECT NULL, role_id, permission_id, scope, nullif(constraints, 'null') FROM wanted
     ON CONFLICT (role_id, permission_id) DO UPDATE SET scope = excluded.scope, constraints = excluded.constraints
       WHERE (role_permissions.scope, role_permissions.constraints) IS DISTINCT FROM (excluded.scope, excluded.constraints)`,
    [
      JSON.stringify(
        grants.map((grant) => ({
          role_id: grant.roleId,
          permission_id: grant.permissionId,
          scope: grant.scope,
          constraints: grant.constraints,
        })),
      ),
    ],
  );
}
