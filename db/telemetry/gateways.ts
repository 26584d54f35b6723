import { doublePrecision, foreignKey, index, integer, jsonb, pgTable, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, updatedAt } from '../columns.ts';
import { sites } from '../sites/sites.ts';

export const gatewayStatuses = ['online', 'offline', 'degraded'] as const;
export type GatewayStatus = (typeof gatewayStatuses)[number];

/** An edge gateway of a site and the credential it signs in with over MQTT. */
export const gateways = pgTable(
  'gateways',
  {
    id: id(),
    tenantId: uuid('tenant_id').notNull(),
    siteId: uuid('site_id').notNull(),
    code: varchar('gateway_id', { length: 100 }).notNull(),
    /** Unique over all tenants: it is what says which tenant and site a connection belongs to. */
    username: varchar('username', { length: 255 }).notNull(),
    passwordHash: varchar('password_hash', { length: 255 }),
    /** SHA-256 of the client certificate, hex. */
    clientCertFingerprint: varchar('client_cert_fingerprint', { length: 128 }),
    firmware: varchar('firmware', { length: 100 }),
    status: varchar('status', { length: 50, enum: gatewayStatuses }).notNull().default('offline'),
    lastSeenAt: instant('last_seen_at'),
    /** Readings that wait at the edge, as the gateway reports them. */
    bufferDepth: integer('buffer_depth'),
    /** Smoothed: arrival less the time that its messages name. */
    clockSkewMs: integer('clock_skew_ms'),
    /** Readings a second over the last minute, as the bridge saw them when it last wrote. */
    readingsPerS: doublePrecision('readings_per_s'),
    config: jsonb('config'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('gateways_tenant_id_id_key').on(t.tenantId, t.id),
    unique('gateways_tenant_id_gateway_id_key').on(t.tenantId, t.code),
    unique('gateways_username_key').on(t.username),
    index('idx_gateways_site').on(t.siteId),
    foreignKey({ name: 'gateways_site_id_fk', columns: [t.tenantId, t.siteId], foreignColumns: [sites.tenantId, sites.id] }).onDelete(
      'restrict',
    ),
    oneOf('gateways_status_check', t.status, gatewayStatuses),
  ],
);
