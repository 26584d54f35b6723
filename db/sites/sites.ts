import { sql } from 'drizzle-orm';
import { boolean, check, doublePrecision, index, jsonb, pgTable, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, updatedAt } from '../columns.ts';
import { tenants } from '../identity/tenants.ts';

export const siteStatuses = ['active', 'inactive', 'maintenance', 'decommissioned'] as const;
export type SiteStatus = (typeof siteStatuses)[number];

export const siteTypes = ['solar', 'wind', 'storage', 'hybrid'] as const;
export type SiteType = (typeof siteTypes)[number];

/**
 * A plant. `geo_location` is derived from latitude and longitude in the database and not declared here, because its type
 * depends on the server: `geography` with PostGIS, `point` without.
 */
export const sites = pgTable(
  'sites',
  {
    id: id(),
    code: varchar('site_id', { length: 100 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    location: varchar('location', { length: 255 }),
    /** Degrees, WGS 84. */
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    /** IANA name. */
    timezone: varchar('timezone', { length: 50 }).notNull().default('UTC'),
    capacityMw: doublePrecision('capacity_mw'),
    status: varchar('status', { length: 50, enum: siteStatuses }).notNull().default('active'),
    metadata: jsonb('metadata'),
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id, { onDelete: 'restrict' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    siteType: varchar('site_type', { length: 50, enum: siteTypes }),
    storageCapacityMwh: doublePrecision('storage_capacity_mwh'),
    deleted: boolean('deleted').notNull().default(false),
    deletedAt: instant('deleted_at'),
  },
  (t) => [
    unique('sites_tenant_id_id_key').on(t.tenantId, t.id),
    unique('sites_tenant_id_site_id_key').on(t.tenantId, t.code),
    index('idx_sites_tenant').on(t.tenantId),
    index('idx_sites_status')
      .on(t.status)
      .where(sql`deleted = false`),
    oneOf('sites_status_check', t.status, siteStatuses),
    oneOf('sites_site_type_check', t.siteType, siteTypes),
    check('sites_capacity_mw_check', sql`${t.capacityMw} >= 0`),
    check('sites_storage_capacity_mwh_check', sql`${t.storageCapacityMwh} >= 0`),
    check(
      'sites_position_check',
      sql`(${t.latitude} is null) = (${t.longitude} is null) and ${t.latitude} between -90 and 90 and ${t.longitude} between -180 and 180`,
    ),
  ],
);
