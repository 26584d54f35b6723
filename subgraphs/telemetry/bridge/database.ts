import { randomUUID } from 'node:crypto';
import type { Database, RowContext, Rows } from '@dcmms/runtime/database/database.ts';

/**
 * The bridge's statements run for a tenant, by no person (design §6.3): what `Operation` is to the subgraphs. Not that one itself,
 * because it brings GraphQL's errors along.
 *
 * @param action What the audit calls the change.
 */
export function asBridge(tenantId: string, action?: string): RowContext {
  return { tenantId, userId: undefined, actorType: 'system', actorName: 'bridge', requestId: randomUUID(), action };
}

export function rowsOf(database: Database, tenantId: string): Rows {
  return database.rows(asBridge(tenantId));
}
