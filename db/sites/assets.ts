import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, updatedAt } from '../columns.ts';
import { users } from '../identity/users.ts';
import { sites } from './sites.ts';

export const assetTypes = [
  'inverter',
  'transformer',
  'panel',
  'turbine',
  'battery',
  'meter',
  'other',
  'string',
  'combiner_box',
  'tracker',
  'weather_station',
  'sensor',
  'gateway',
  'switchgear',
  'disconnector',
  'gearbox',
  'generator',
  'blade',
  'yaw_system',
  'pcs',
  'bms',
  'battery_rack',
  'battery_module',
  'bos',
  'plant',
] as const;
export type AssetType = (typeof assetTypes)[number];

export const assetStatuses = [
  'planned',
  'procured',
  'installing',
  'commissioning',
  'operational',
  'under_maintenance',
  'degraded',
  'failed',
  'decommissioning',
  'decommissioned',
  'retired',
] as const;
export type AssetStatus = (typeof assetStatuses)[number];

export const criticalities = ['low', 'medium', 'high', 'critical'] as const;
export type Criticality = (typeof criticalities)[number];

/** A thing on a site that can fail, up to six levels deep. `geo_location` as with sites. */
export const assets = pgTable(
  'assets',
  {
    id: id(),
    code: varchar('asset_id', { length: 100 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    type: varchar('type', { length: 50, enum: assetTypes }).notNull(),
    status: varchar('status', { length: 50, enum: assetStatuses }).notNull().default('operational'),
    siteId: uuid('site_id').notNull(),
    parentId: uuid('parent_id'),
    /** 0 at the root, the parent's and one below. */
    hierarchyLevel: integer('hierarchy_level').notNull().default(0),
    labels: varchar('tags').array(),
    /** Degrees, WGS 84. */
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    metadata: jsonb('metadata'),
    tenantId: uuid('tenant_id').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deleted: boolean('deleted').notNull().default(false),
    deletedAt: instant('deleted_at'),
    deletedBy: uuid('deleted_by'),
    /** What the status returns to when the work on it ends. */
    previousStatus: varchar('previous_status', { length: 50, enum: assetStatuses }),
    ratedPowerKw: doublePrecision('rated_power_kw'),
    criticality: varchar('criticality', { length: 20, enum: criticalities }),
  },
  (t) => [
    unique('assets_tenant_id_id_key').on(t.tenantId, t.id),
    uniqueIndex('idx_assets_code')
      .on(t.tenantId, t.code)
      .where(sql`deleted = false`),
    index('idx_assets_site')
      .on(t.siteId, t.deleted)
      .where(sql`deleted = false`),
    index('idx_assets_parent')
      .on(t.parentId)
      .where(sql`parent_id is not null`),
    index('idx_assets_type').on(t.type),
    index('idx_assets_status').on(t.status),
    index('idx_assets_tags').using('gin', t.labels),
    index('idx_assets_tenant').on(t.tenantId),
    // GiST operators are not leakproof and so dead under row policies; a box of latitude and longitude is not.
    index('idx_assets_lat_lon')
      .on(t.tenantId, t.latitude, t.longitude)
      .where(sql`latitude is not null`),
    foreignKey({ name: 'assets_site_id_fk', columns: [t.tenantId, t.siteId], foreignColumns: [sites.tenantId, sites.id] }).onDelete(
      'restrict',
    ),
    foreignKey({ name: 'assets_parent_id_fk', columns: [t.tenantId, t.parentId], foreignColumns: [t.tenantId, t.id] }).onDelete('restrict'),
    foreignKey({ name: 'assets_deleted_by_fk', columns: [t.tenantId, t.deletedBy], foreignColumns: [users.tenantId, users.id] }).onDelete(
      'set null',
    ),
    oneOf('assets_type_check', t.type, assetTypes),
    oneOf('assets_status_check', t.status, assetStatuses),
    oneOf('assets_previous_status_check', t.previousStatus, assetStatuses),
    oneOf('assets_criticality_check', t.criticality, criticalities),
    check('assets_hierarchy_level_check', sql`${t.hierarchyLevel} between 0 and 5`),
    check('assets_rated_power_kw_check', sql`${t.ratedPowerKw} >= 0`),
    check('assets_parent_id_check', sql`${t.parentId} <> ${t.id}`),
    check(
      'assets_position_check',
      sql`(${t.latitude} is null) = (${t.longitude} is null) and ${t.latitude} between -90 and 90 and ${t.longitude} between -180 and 180`,
    ),
  ],
);
