import { pgTable, varchar } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';

/** When a periodic job ran last, over all processes that try to. */
export const periodicRuns = pgTable('periodic_runs', {
  name: varchar('name', { length: 100 }).primaryKey(),
  lastRunAt: instant('last_run_at').notNull(),
});
