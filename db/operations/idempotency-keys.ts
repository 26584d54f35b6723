import { foreignKey, index, jsonb, pgTable, primaryKey, uuid, varchar } from 'drizzle-orm/pg-core';
import { createdAt } from '../columns.ts';
import { users } from '../identity/users.ts';

/**
 * A mutation that was done under a key. Inserted first in its transaction, so that an equal request waits for the first;
 * a refusal rolls it back. A repeat re-reads the entity.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    tenantId: uuid('tenant_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** The `Idempotency-Key` header. */
    key: varchar('key', { length: 255 }).notNull(),
    /** Where the mutation stands in the response: one request may hold several. */
    responsePath: varchar('response_path', { length: 255 }).notNull(),
    /** SHA-256 of mutation and input, hex. */
    requestHash: varchar('request_hash', { length: 64 }).notNull(),
    /** Ids of the entities that the mutation answered with, by payload field; null until it is done. */
    result: jsonb('result'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'idempotency_keys_pkey', columns: [t.tenantId, t.userId, t.key, t.responsePath] }),
    index('idx_idempotency_keys_created').on(t.createdAt),
    foreignKey({
      name: 'idempotency_keys_user_id_fk',
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('cascade'),
  ],
);
