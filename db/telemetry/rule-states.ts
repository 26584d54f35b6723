import { bigint, foreignKey, jsonb, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { updatedAt } from '../columns.ts';
import { sites } from '../sites/sites.ts';

/**
 * How far the rules of a site have read the journal, and what they remember: only series with a pending count or an open
 * alert. Written with the alerts of a batch in one transaction, compare-and-set on the old position.
 */
export const ruleStates = pgTable(
  'rule_states',
  {
    tenantId: uuid('tenant_id').notNull(),
    siteId: uuid('site_id').notNull(),
    /** The journal that `position` counts in: one that was lost and begun anew counts from zero again. */
    journalId: uuid('journal_id'),
    /** Position of the last record that is part of `state`. */
    position: bigint('position', { mode: 'number' }).notNull().default(0),
    state: jsonb('state').notNull().default({}),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: 'rule_states_pkey', columns: [t.tenantId, t.siteId] }),
    foreignKey({ name: 'rule_states_site_id_fk', columns: [t.tenantId, t.siteId], foreignColumns: [sites.tenantId, sites.id] }).onDelete(
      'cascade',
    ),
  ],
);
