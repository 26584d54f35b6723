import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, text, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt, currency, id, money, oneOf, updatedAt } from '../columns.ts';
import { criticalities } from '../sites/assets.ts';
import { sites } from '../sites/sites.ts';

export const inventoryCategories = ['electrical', 'mechanical', 'consumable', 'tool', 'safety', 'other'] as const;
export type InventoryCategory = (typeof inventoryCategories)[number];

export const unitsOfMeasure = ['each', 'kg', 'meter', 'liter', 'set', 'box', 'pair'] as const;
export type UnitOfMeasure = (typeof unitsOfMeasure)[number];

export const inventoryItemStatuses = ['active', 'obsolete'] as const;
export type InventoryItemStatus = (typeof inventoryItemStatuses)[number];

/** A part in a site's store. Quantities change only together with a row of `inventory_transactions`; available is on hand less reserved. */
export const inventoryItems = pgTable(
  'inventory_items',
  {
    id: id(),
    code: varchar('part_number', { length: 100 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    description: text('description'),
    category: varchar('category', { length: 100, enum: inventoryCategories }),
    unitOfMeasure: varchar('unit_of_measure', { length: 50, enum: unitsOfMeasure }).notNull().default('each'),
    quantityOnHand: integer('quantity_on_hand').notNull().default(0),
    minQuantity: integer('min_quantity'),
    maxQuantity: integer('max_quantity'),
    unitCost: money('unit_cost'),
    siteId: uuid('site_id').notNull(),
    tenantId: uuid('tenant_id').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    quantityReserved: integer('quantity_reserved').notNull().default(0),
    quantityOnOrder: integer('quantity_on_order').notNull().default(0),
    quantityQuarantined: integer('quantity_quarantined').notNull().default(0),
    reorderQuantity: integer('reorder_quantity'),
    leadTimeDays: integer('lead_time_days'),
    criticality: varchar('criticality', { length: 20, enum: criticalities }),
    binLocation: varchar('bin_location', { length: 255 }),
    status: varchar('status', { length: 50, enum: inventoryItemStatuses }).notNull().default('active'),
    /** Moving average of what the stock has cost; the unit cost of a consumption. */
    averageCost: money('average_cost'),
    currency: currency(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    unique('inventory_items_tenant_id_id_key').on(t.tenantId, t.id),
    unique('inventory_items_part_number_key').on(t.tenantId, t.siteId, t.code),
    index('idx_inventory_site').on(t.siteId),
    index('idx_inventory_part').on(t.code),
    index('idx_inventory_category').on(t.category),
    index('idx_inventory_low_stock')
      .on(t.siteId)
      .where(sql`quantity_on_hand <= min_quantity`),
    foreignKey({
      name: 'inventory_items_site_id_fk',
      columns: [t.tenantId, t.siteId],
      foreignColumns: [sites.tenantId, sites.id],
    }).onDelete('restrict'),
    oneOf('inventory_items_category_check', t.category, inventoryCategories),
    oneOf('inventory_items_unit_of_measure_check', t.unitOfMeasure, unitsOfMeasure),
    oneOf('inventory_items_status_check', t.status, inventoryItemStatuses),
    oneOf('inventory_items_criticality_check', t.criticality, criticalities),
    check('inventory_items_quantity_on_hand_check', sql`${t.quantityOnHand} >= 0`),
    check('inventory_items_quantity_reserved_check', sql`${t.quantityReserved} between 0 and ${t.quantityOnHand}`),
    check('inventory_items_quantity_on_order_check', sql`${t.quantityOnOrder} >= 0`),
    check('inventory_items_quantity_quarantined_check', sql`${t.quantityQuarantined} >= 0`),
    check('inventory_items_min_quantity_check', sql`${t.minQuantity} >= 0`),
    check('inventory_items_max_quantity_check', sql`${t.maxQuantity} >= ${t.minQuantity}`),
    check('inventory_items_unit_cost_check', sql`${t.unitCost} >= 0`),
  ],
);
