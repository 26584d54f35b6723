import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, jsonb, pgTable, primaryKey, unique, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, updatedAt } from '../columns.ts';
import { sites } from '../sites/sites.ts';
import { identityProviders, tenants } from './tenants.ts';

export const userStatuses = ['active', 'inactive', 'suspended'] as const;
export type UserStatus = (typeof userStatuses)[number];

export const employmentTypes = ['employee', 'contractor', 'auditor'] as const;
export type EmploymentType = (typeof employmentTypes)[number];

export const users = pgTable(
  'users',
  {
    id: id(),
    code: varchar('user_id', { length: 100 }).notNull(),
    /** Lower case; unique over all tenants, because it says which tenant's provider a person signs in at. */
    email: varchar('email', { length: 255 }).notNull(),
    firstName: varchar('first_name', { length: 100 }).notNull(),
    lastName: varchar('last_name', { length: 100 }).notNull(),
    /** E.164. */
    phone: varchar('phone', { length: 50 }),
    status: varchar('status', { length: 50, enum: userStatuses }).notNull().default('active'),
    /** `sub` of the provider's tokens. */
    idpUserId: varchar('idp_user_id', { length: 255 }),
    idpProvider: varchar('idp_provider', { length: 50, enum: identityProviders }),
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id, { onDelete: 'restrict' }),
    metadata: jsonb('metadata'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    lastLoginAt: instant('last_login_at'),
    deleted: boolean('deleted').notNull().default(false),
    deletedAt: instant('deleted_at'),
    employmentType: varchar('employment_type', { length: 50, enum: employmentTypes }).notNull().default('employee'),
    /** The end of a contractor's or auditor's access. */
    accessExpiresAt: instant('access_expires_at'),
    supervisorId: uuid('supervisor_id'),
    /** IANA name. */
    timezone: varchar('timezone', { length: 50 }),
    /** BCP 47. */
    locale: varchar('locale', { length: 35 }),
    mfaEnabled: boolean('mfa_enabled').notNull().default(false),
    /** Of a person who signs in without a provider; the development provider reads it too. */
    passwordHash: varchar('password_hash', { length: 255 }),
  },
  (t) => [
    unique('users_tenant_id_id_key').on(t.tenantId, t.id),
    unique('users_tenant_id_user_id_key').on(t.tenantId, t.code),
    uniqueIndex('idx_users_email')
      .on(t.email)
      .where(sql`deleted = false`),
    index('idx_users_tenant').on(t.tenantId),
    index('idx_users_status').on(t.status),
    index('idx_users_idp').on(t.idpProvider, t.idpUserId),
    foreignKey({ name: 'users_supervisor_id_fk', columns: [t.tenantId, t.supervisorId], foreignColumns: [t.tenantId, t.id] }).onDelete(
      'set null',
    ),
    oneOf('users_status_check', t.status, userStatuses),
    oneOf('users_idp_provider_check', t.idpProvider, identityProviders),
    oneOf('users_employment_type_check', t.employmentType, employmentTypes),
    // E-mails are read without regard to case; stored in one case, the plain index answers.
    check('users_email_check', sql`${t.email} = lower(${t.email})`),
  ],
);

/** The sites that a grant with scope `sites` covers. */
export const userSites = pgTable(
  'user_sites',
  {
    tenantId: uuid('tenant_id').notNull(),
    userId: uuid('user_id').notNull(),
    siteId: uuid('site_id').notNull(),
    isPrimary: boolean('is_primary').notNull().default(false),
    grantedAt: instant('granted_at')
      .notNull()
      .default(sql`now()`),
    grantedBy: uuid('granted_by'),
    expiresAt: instant('expires_at'),
  },
  (t) => [
    primaryKey({ name: 'user_sites_pkey', columns: [t.userId, t.siteId] }),
    index('idx_user_sites_tenant').on(t.tenantId),
    index('idx_user_sites_site').on(t.siteId),
    foreignKey({ name: 'user_sites_user_id_fk', columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ name: 'user_sites_site_id_fk', columns: [t.tenantId, t.siteId], foreignColumns: [sites.tenantId, sites.id] }).onDelete(
      'cascade',
    ),
    foreignKey({
      name: 'user_sites_granted_by_fk',
      columns: [t.tenantId, t.grantedBy],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
  ],
);
