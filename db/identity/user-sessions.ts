import { boolean, foreignKey, index, inet, pgTable, text, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { bytes, createdAt, id, instant, oneOf } from '../columns.ts';
import { users } from './users.ts';

export const deviceTypes = ['web', 'ios', 'android', 'api'] as const;
export type DeviceType = (typeof deviceTypes)[number];

export const sessionRevokeReasons = [
  'logout',
  'password_change',
  'deactivated',
  'security',
  'token_reuse',
  'session_limit',
  'admin',
] as const;
export type SessionRevokeReason = (typeof sessionRevokeReasons)[number];

/** A sign-in of the console. The cookie holds an opaque value; its hash is here, beside the provider's tokens, sealed. */
export const userSessions = pgTable(
  'user_sessions',
  {
    id: id(),
    tenantId: uuid('tenant_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** SHA-256 of the cookie's value, hex. */
    refreshTokenHash: varchar('refresh_token_hash', { length: 128 }).notNull(),
    /** The provider's tokens, encrypted by the gateway. */
    tokensSealed: bytes('tokens_sealed'),
    /** Sessions that follow from one sign-in; a spent value that comes back revokes them all. */
    tokenFamilyId: uuid('token_family_id').notNull(),
    replacedBy: uuid('replaced_by'),
    deviceId: varchar('device_id', { length: 255 }),
    deviceType: varchar('device_type', { length: 20, enum: deviceTypes }),
    ipAddress: inet('ip_address'),
    userAgent: text('user_agent'),
    mfaVerified: boolean('mfa_verified').notNull().default(false),
    createdAt: createdAt(),
    lastActiveAt: instant('last_active_at'),
    idleExpiresAt: instant('idle_expires_at').notNull(),
    absoluteExpiresAt: instant('absolute_expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    revokeReason: varchar('revoke_reason', { length: 50, enum: sessionRevokeReasons }),
  },
  (t) => [
    unique('user_sessions_refresh_token_hash_key').on(t.refreshTokenHash),
    unique('user_sessions_tenant_id_id_key').on(t.tenantId, t.id),
    index('idx_user_sessions_user').on(t.userId),
    index('idx_user_sessions_family').on(t.tokenFamilyId),
    index('idx_user_sessions_expires').on(t.absoluteExpiresAt),
    foreignKey({
      name: 'user_sessions_user_id_fk',
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('cascade'),
    foreignKey({ name: 'user_sessions_replaced_by_fk', columns: [t.tenantId, t.replacedBy], foreignColumns: [t.tenantId, t.id] }).onDelete(
      'set null',
    ),
    oneOf('user_sessions_device_type_check', t.deviceType, deviceTypes),
    oneOf('user_sessions_revoke_reason_check', t.revokeReason, sessionRevokeReasons),
  ],
);
