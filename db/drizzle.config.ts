import type { Config } from 'drizzle-kit';

/**
 * For `drizzle-kit generate` alone, run in this folder. Never `push`: it would drop every partition.
 *
 * What it generates is edited by hand before it is committed, because Drizzle has no words for it: `PARTITION BY`, the column
 * of `ON DELETE SET NULL`, fill factors. The drift check compares the outcome with the tables.
 */
export default {
  dialect: 'postgresql',
  schema: './tables.ts',
  out: './migrations',
} satisfies Config;
