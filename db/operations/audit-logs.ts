import { sql } from 'drizzle-orm';
import { bigint, foreignKey, index, inet, jsonb, pgTable, primaryKey, text, uuid, varchar } from 'drizzle-orm/pg-core';
import { bytes, instant, newId, oneOf } from '../columns.ts';
import { users } from '../identity/users.ts';

export const auditActions = [
  'create',
  'read',
  'update',
  'delete',
  'restore',
  'login',
  'logout',
  'login_failed',
  'password_change',
  'password_reset',
  'permission_granted',
  'permission_revoked',
  'export',
  'import',
  'approve',
  'reject',
  'assign',
  'unassign',
  'state_transition',
  'execute',
  'cancel',
  'archive',
  'custom',
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditCategories = [
  'authentication',
  'authorization',
  'data_access',
  'data_modification',
  'configuration_change',
  'security_event',
  'compliance',
  'integration',
  'system_event',
] as const;
export type AuditCategory = (typeof auditCategories)[number];

export const auditSeverities = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type AuditSeverity = (typeof auditSeverities)[number];

export const auditResults = ['success', 'failure', 'partial'] as const;
export type AuditResult = (typeof auditResults)[number];

export const actorTypes = ['user', 'system', 'api', 'cron', 'integration'] as const;
export type ActorType = (typeof actorTypes)[number];

/**
 * Who did what, written by the audit trigger and by `record_audit_event()` alone. Partitioned by month of `timestamp`.
 * Rows are never changed, except that a job puts each into the hash chain of its tenant and month once, which fills in the place
 * in the chain and the two hashes (`seal_audit_logs()`).
 */
export const auditLogs = pgTable(
  'audit_logs',
  {
    id: uuid('id').notNull().default(newId),
    timestamp: instant('timestamp')
      .notNull()
      .default(sql`now()`),
    // No foreign key: every change of a tenant's rows would take a lock on its one row.
    tenantId: uuid('tenant_id').notNull(),
    userId: uuid('user_id'),
    action: varchar('action', { length: 100, enum: auditActions }).notNull(),
    /** The table's name. */
    resourceType: varchar('resource_type', { length: 100 }),
    /** The row's id; of a join table its parent's. */
    resourceId: uuid('resource_id'),
    ipAddress: inet('ip_address'),
    userAgent: text('user_agent'),
    requestId: uuid('request_id'),
    /** `{ before, after, changed_fields }`; of a change only the fields that changed. */
    changes: jsonb('changes'),
    /** `{ actor, role }`: the acting part of the system and the login role. */
    metadata: jsonb('metadata'),
    severity: varchar('severity', { length: 20, enum: auditSeverities }).notNull().default('info'),
    actorType: varchar('actor_type', { length: 50, enum: actorTypes }).notNull().default('user'),
    category: varchar('category', { length: 50, enum: auditCategories }),
    result: varchar('result', { length: 20, enum: auditResults }).notNull().default('success'),
    reason: text('reason'),
    /** `{ relevant, regulations, retain_until }`. */
    compliance: jsonb('compliance'),
    /** From 1 on, in the order of sealing: a transaction that commits late is sealed behind younger rows. */
    chainPosition: bigint('chain_position', { mode: 'number' }),
    /** The hash of the row before; of the first 32 zero bytes. */
    prevHash: bytes('prev_hash'),
    /** SHA-256 over `prev_hash` and the row's own fields. */
    hash: bytes('hash'),
  },
  (t) => [
    primaryKey({ name: 'audit_logs_pkey', columns: [t.id, t.timestamp] }),
    index('idx_audit_user_time').on(t.userId, t.timestamp),
    index('idx_audit_resource').on(t.resourceType, t.resourceId),
    index('idx_audit_action').on(t.action, t.timestamp),
    index('idx_audit_tenant').on(t.tenantId, t.timestamp),
    index('idx_audit_unsealed')
      .on(t.timestamp, t.id)
      .where(sql`${t.hash} is null`),
    foreignKey({
      name: 'audit_logs_user_id_fk',
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('set null'),
    oneOf('audit_logs_action_check', t.action, auditActions),
    oneOf('audit_logs_category_check', t.category, auditCategories),
    oneOf('audit_logs_severity_check', t.severity, auditSeverities),
    oneOf('audit_logs_result_check', t.result, auditResults),
    oneOf('audit_logs_actor_type_check', t.actorType, actorTypes),
  ],
);
