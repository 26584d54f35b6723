import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, text, uuid, varchar } from 'drizzle-orm/pg-core';
import { bytes, id, instant, oneOf } from '../columns.ts';
import { tenants } from '../identity/tenants.ts';
import { sites } from '../sites/sites.ts';
import { gateways } from './gateways.ts';

export const deadLetterReasons = [
  'invalid_schema',
  'unknown_tag',
  'unknown_site',
  'bad_timestamp',
  'too_large',
  'forbidden',
  'processing_error',
] as const;
export type DeadLetterReason = (typeof deadLetterReasons)[number];

/**
 * What came in and could not be read or placed, kept for 30 days. The id is made when the message is accepted, so that a
 * replay of the journal meets its own row. The tenant is that of the credential, also for a foreign topic.
 */
export const ingestDeadLetters = pgTable(
  'ingest_dead_letters',
  {
    id: id(),
    receivedAt: instant('received_at')
      .notNull()
      .default(sql`now()`),
    topic: text('topic').notNull(),
    gatewayId: uuid('gateway_id'),
    siteId: uuid('site_id'),
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id, { onDelete: 'restrict' }),
    reason: varchar('reason', { length: 50, enum: deadLetterReasons }).notNull(),
    /** What was wrong, as a sentence. */
    error: text('error'),
    /** What came, cut to what the bridge keeps of it. */
    payload: bytes('payload'),
    /** Points or messages that this row stands for: those of one message with one reason. */
    count: integer('count').notNull().default(1),
    retryCount: integer('retry_count').notNull().default(0),
    replayedAt: instant('replayed_at'),
  },
  (t) => [
    index('idx_ingest_dead_letters_tenant').on(t.tenantId, t.id),
    index('idx_ingest_dead_letters_received').on(t.receivedAt),
    foreignKey({
      name: 'ingest_dead_letters_gateway_id_fk',
      columns: [t.tenantId, t.gatewayId],
      foreignColumns: [gateways.tenantId, gateways.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'ingest_dead_letters_site_id_fk',
      columns: [t.tenantId, t.siteId],
      foreignColumns: [sites.tenantId, sites.id],
    }).onDelete('set null'),
    oneOf('ingest_dead_letters_reason_check', t.reason, deadLetterReasons),
    check('ingest_dead_letters_count_check', sql`${t.count} > 0`),
  ],
);
