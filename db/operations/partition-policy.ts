import { sql } from 'drizzle-orm';
import { check, integer, interval, pgTable, text, varchar } from 'drizzle-orm/pg-core';
import { oneOf } from '../columns.ts';

export const partitionKeyKinds = ['uuidv7', 'timestamptz'] as const;
export type PartitionKeyKind = (typeof partitionKeyKinds)[number];

export const partitionUnits = ['year', 'month', 'day'] as const;
export type PartitionUnit = (typeof partitionUnits)[number];

/** How a table is cut, how far ahead its partitions exist and how long they are kept; `ensure_partitions()` does what it says. */
export const partitionPolicy = pgTable(
  'partition_policy',
  {
    tableName: varchar('table_name', { length: 63 }).primaryKey(),
    keyKind: varchar('key_kind', { length: 20, enum: partitionKeyKinds }).notNull(),
    unit: varchar('unit', { length: 10, enum: partitionUnits }).notNull(),
    /** Units before the present one whose partitions exist, for rows that come late. */
    behind: integer('behind').notNull().default(0),
    /** Units after the present one whose partitions exist already. */
    ahead: integer('ahead').notNull(),
    /** How long a partition is kept after its end; null is for ever. */
    retain: interval('retain'),
    /** The table whose partition of the same bounds goes with this one's: the parent of a child table. */
    follows: varchar('follows', { length: 63 }),
    /** SQL over a row: a partition that holds such a row is kept, whatever its age. */
    keepWhile: text('keep_while'),
  },
  (t) => [
    oneOf('partition_policy_key_kind_check', t.keyKind, partitionKeyKinds),
    oneOf('partition_policy_unit_check', t.unit, partitionUnits),
    check('partition_policy_ahead_check', sql`${t.ahead} > 0`),
  ],
);
