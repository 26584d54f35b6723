import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, jsonb, pgTable, primaryKey, text, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf } from '../columns.ts';
import { tenants } from './tenants.ts';
import { users } from './users.ts';

/** Where a grant reaches: every row of the tenant, the person's sites, what is assigned to them, what is theirs. */
export const grantScopes = ['all', 'sites', 'assigned', 'own'] as const;
export type GrantScope = (typeof grantScopes)[number];

/** A system role belongs to no tenant and is the same for all; a tenant may add its own. */
export const roles = pgTable(
  'roles',
  {
    id: id(),
    name: varchar('role_name', { length: 100 }).notNull(),
    displayName: varchar('display_name', { length: 255 }).notNull(),
    description: text('description'),
    isSystem: boolean('is_system').notNull().default(false),
    tenantId: uuid('tenant_id').references(() => tenants.id, { onDelete: 'restrict' }),
    createdAt: createdAt(),
  },
  (t) => [
    unique('roles_tenant_id_role_name_key').on(t.tenantId, t.name).nullsNotDistinct(),
    check('roles_is_system_check', sql`${t.isSystem} = (${t.tenantId} is null)`),
  ],
);

export const permissions = pgTable(
  'permissions',
  {
    id: id(),
    /** `action:resource`, such as `execute:work-orders`. */
    name: varchar('permission_name', { length: 100 }).notNull(),
    resource: varchar('resource', { length: 100 }).notNull(),
    action: varchar('action', { length: 50 }).notNull(),
    description: text('description'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('permissions_permission_name_key').on(t.name),
    index('idx_permissions_resource').on(t.resource),
    check('permissions_permission_name_check', sql`${t.name} = ${t.action} || ':' || ${t.resource}`),
  ],
);

/** `tenant_id` is the role's own, null for a system role; a trigger refuses another one. */
export const rolePermissions = pgTable(
  'role_permissions',
  {
    tenantId: uuid('tenant_id'),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id, { onDelete: 'cascade' }),
    permissionId: uuid('permission_id')
      .notNull()
      .references(() => permissions.id, { onDelete: 'cascade' }),
    scope: varchar('scope', { length: 20, enum: grantScopes }).notNull(),
    /** Limits of the grant, such as `{ "max_amount": 25000 }`. */
    constraints: jsonb('constraints'),
    grantedAt: instant('granted_at')
      .notNull()
      .default(sql`now()`),
    grantedBy: uuid('granted_by'),
  },
  (t) => [
    primaryKey({ name: 'role_permissions_pkey', columns: [t.roleId, t.permissionId] }),
    index('idx_role_permissions_permission').on(t.permissionId),
    foreignKey({
      name: 'role_permissions_granted_by_fk',
      columns: [t.tenantId, t.grantedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    oneOf('role_permissions_scope_check', t.scope, grantScopes),
  ],
);

/** The role is a system role or one of the person's tenant; a trigger refuses another tenant's. An expired row grants nothing. */
export const userRoles = pgTable(
  'user_roles',
  {
    id: id(),
    tenantId: uuid('tenant_id').notNull(),
    userId: uuid('user_id').notNull(),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id, { onDelete: 'cascade' }),
    assignedAt: instant('assigned_at')
      .notNull()
      .default(sql`now()`),
    assignedBy: uuid('assigned_by'),
    expiresAt: instant('expires_at'),
  },
  (t) => [
    unique('user_roles_user_id_role_id_key').on(t.userId, t.roleId),
    index('idx_user_roles_tenant').on(t.tenantId),
    index('idx_user_roles_role').on(t.roleId),
    index('idx_user_roles_expires')
      .on(t.expiresAt)
      .where(sql`expires_at is not null`),
    foreignKey({ name: 'user_roles_user_id_fk', columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }).onDelete(
      'cascade',
    ),
    foreignKey({
      name: 'user_roles_assigned_by_fk',
      columns: [t.tenantId, t.assignedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
  ],
);
