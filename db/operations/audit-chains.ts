import { bigint, date, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../columns.ts';

/**
 * How long the audit's hash chain of a tenant and month is and the hash it ends with, so that the next row is appended without
 * a search, and rows that went from the chain's end are missed.
 */
export const auditChains = pgTable(
  'audit_chains',
  {
    // No foreign key, as in `audit_logs`: the chain outlives what it tells of.
    tenantId: uuid('tenant_id').notNull(),
    /** Its first day, UTC. */
    month: date('month').notNull(),
    /** Rows sealed; the last one's `chain_position`. */
    length: bigint('length', { mode: 'number' }).notNull(),
    /** The last row's `hash`. */
    hash: bytes('hash').notNull(),
    sealedAt: instant('sealed_at').notNull(),
  },
  (t) => [primaryKey({ name: 'audit_chains_pkey', columns: [t.tenantId, t.month] })],
);
