import { sql } from 'drizzle-orm';
import { bigint, jsonb, pgTable, primaryKey, uuid, varchar } from 'drizzle-orm/pg-core';
import { instant, transactionId } from '../columns.ts';

/**
 * What has happened, written in the transaction that made it happen. Read in the order of `(xid, id)` up to the oldest
 * transaction that still runs, so that a late commit is never skipped. Partitioned by day, the last seven are kept; the key
 * begins with the cursor, so that each partition answers from its index.
 */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    xid: transactionId('xid')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    // No foreign key: every event of a tenant would take a lock on its one row.
    tenantId: uuid('tenant_id').notNull(),
    /** What it is about, as the subscribers filter: `alert.raised`. */
    topic: varchar('topic', { length: 100 }).notNull(),
    entityId: uuid('entity_id').notNull(),
    siteId: uuid('site_id'),
    /** The row's own fields as they were. */
    payload: jsonb('payload').notNull(),
    createdAt: instant('created_at')
      .notNull()
      .default(sql`now()`),
  },
  (t) => [primaryKey({ name: 'outbox_pkey', columns: [t.xid, t.id, t.createdAt] })],
);
