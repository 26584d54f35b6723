import { and, sql } from 'drizzle-orm';
import { ingestDeadLetters, type DeadLetterReason } from '@dcmms/db/telemetry/dead-letters.ts';
import { gateways } from '@dcmms/db/telemetry/gateways.ts';
import { loadRow, readPage } from '@dcmms/runtime/loading.ts';
import { page, predicate, type FilterColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import type { DeadLetterResolvers } from '../generated/resolvers.ts';
import { gatewayRows } from '../gateways/reach.ts';
import { deadLetterRows } from './reach.ts';

const permission = 'manage:gateways';

/** What could not be read or placed, newest first. */
export const listDeadLetters: Queries['deadLetters'] = (_parent, args, { op }) =>
  readPage(op, {
    target: deadLetterRows,
    permission,
    page: page(args, { field: 'received_at', direction: 'desc' }, { received_at: ingestDeadLetters.receivedAt }, ingestDeadLetters.id),
    where: predicate(args.where, filterColumns),
  });

interface Counted {
  readonly reason: DeadLetterReason;
  readonly count: number;
  readonly lastMs: number;
}

/** How often it was what, the most frequent first. */
export const countDeadLetters: Queries['deadLetterReasons'] = async (_parent, { where }, { op }) => {
  const rows = await op.read.query<Counted>('dead_letter_reasons', deadLetterRows, permission, (scope) => {
    const { reason, count, receivedAt } = ingestDeadLetters;
    // The graph's Int ends at 2^31 - 1.
    return sql`select ${reason} as reason, least(sum(${count}), 2147483647)::int4 as count, (extract(epoch from max(${receivedAt})) * 1000)::float8 as "lastMs"
      from ${ingestDeadLetters} where ${and(scope, predicate(where, filterColumns))} group by ${reason} order by sum(${count}) desc, ${reason}`;
  });
  return rows.map(({ reason, count, lastMs }) => ({ reason, count, lastReceivedAt: new Date(lastMs) }));
};

const filterColumns: FilterColumns = {
  id: ingestDeadLetters.id,
  reason: ingestDeadLetters.reason,
  siteId: ingestDeadLetters.siteId,
  gatewayId: ingestDeadLetters.gatewayId,
  receivedAt: ingestDeadLetters.receivedAt,
};

export const DeadLetter: DeadLetterResolvers = {
  gateway: async (letter, _args, { op }) =>
    letter.gatewayId === null ? null : (await loadRow(op, gatewayRows, permission, gateways.id, letter.gatewayId))?.code,
  // Bytes that are no UTF-8 (a compressed body, another protocol) show as replacement characters.
  payload: (letter) => letter.payload && new TextDecoder().decode(letter.payload),
};
