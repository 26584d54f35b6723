import { sql } from 'drizzle-orm';
import { boolean, check, doublePrecision, foreignKey, index, integer, pgTable, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, updatedAt } from '../columns.ts';
import { assets } from '../sites/assets.ts';
import { sites } from '../sites/sites.ts';
import { gateways } from './gateways.ts';

export const sourceProtocols = ['modbus', 'opcua', 'iec61850', 'dnp3', 'bacnet', 'mqtt', 'rest', 'manual'] as const;
export type SourceProtocol = (typeof sourceProtocols)[number];

export const sensorDataTypes = ['float32', 'int16', 'uint16', 'int32', 'uint32', 'bool'] as const;
export type SensorDataType = (typeof sensorDataTypes)[number];

/** Of a reading; the one vocabulary that is stored in upper case, as QuestDB holds it. */
export const qualities = ['GOOD', 'BAD', 'UNCERTAIN'] as const;
export type Quality = (typeof qualities)[number];

/** What a tag of a site means: the graph's `Tag`. */
export const sensorMappings = pgTable(
  'sensor_mappings',
  {
    id: id(),
    tenantId: uuid('tenant_id').notNull(),
    siteId: uuid('site_id').notNull(),
    assetId: uuid('asset_id').notNull(),
    /** `INV-01.ActivePower`. */
    tag: varchar('tag', { length: 100 }).notNull(),
    gatewayId: uuid('gateway_id'),
    sourceProtocol: varchar('source_protocol', { length: 20, enum: sourceProtocols }).notNull(),
    device: varchar('device', { length: 255 }),
    host: varchar('host', { length: 255 }),
    port: integer('port'),
    /** Register, node id, path or point, as the protocol names it. */
    address: varchar('address', { length: 255 }).notNull(),
    dataType: varchar('data_type', { length: 20, enum: sensorDataTypes }),
    unit: varchar('unit', { length: 20 }),
    scaleFactor: doublePrecision('scale_factor').notNull().default(1),
    valueOffset: doublePrecision('value_offset').notNull().default(0),
    pollIntervalMs: integer('poll_interval_ms').notNull().default(5000),
    enabled: boolean('enabled').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** Canonical name: `active_power_kw`. */
    metric: varchar('metric', { length: 100 }),
    /** A reading outside is stored as BAD. */
    minValid: doublePrecision('min_valid'),
    maxValid: doublePrecision('max_valid'),
    /** Largest believable change per second; a faster one is stored as UNCERTAIN. */
    maxRatePerS: doublePrecision('max_rate_per_s'),
    deadband: doublePrecision('deadband'),
    /** Seconds between two readings; silence of three of them is missing data. */
    expectedIntervalS: integer('expected_interval_s'),
    lastSeenAt: instant('last_seen_at'),
  },
  (t) => [
    unique('sensor_mappings_tenant_id_id_key').on(t.tenantId, t.id),
    unique('sensor_mappings_site_id_tag_key').on(t.siteId, t.tag),
    index('idx_sensor_mappings_tenant').on(t.tenantId, t.siteId),
    index('idx_sensor_mappings_asset').on(t.assetId),
    foreignKey({
      name: 'sensor_mappings_site_id_fk',
      columns: [t.tenantId, t.siteId],
      foreignColumns: [sites.tenantId, sites.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'sensor_mappings_asset_id_fk',
      columns: [t.tenantId, t.assetId],
      foreignColumns: [assets.tenantId, assets.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'sensor_mappings_gateway_id_fk',
      columns: [t.tenantId, t.gatewayId],
      foreignColumns: [gateways.tenantId, gateways.id],
    }).onDelete('set null'),
    oneOf('sensor_mappings_source_protocol_check', t.sourceProtocol, sourceProtocols),
    oneOf('sensor_mappings_data_type_check', t.dataType, sensorDataTypes),
    check('sensor_mappings_valid_range_check', sql`${t.maxValid} >= ${t.minValid}`),
    check('sensor_mappings_expected_interval_s_check', sql`${t.expectedIntervalS} > 0`),
  ],
);
