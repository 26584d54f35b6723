import { ingestDeadLetters } from '@dcmms/db/telemetry/dead-letters.ts';
import { gateways } from '@dcmms/db/telemetry/gateways.ts';
import { loadRow, readPage } from '@dcmms/runtime/loading.ts';
import { page, predicate } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import type { DeadLetterResolvers } from '../generated/resolvers.ts';
import { deadLetterRows, gatewayRows } from './reach.ts';

const permission = 'manage:gateways';

/** What could not be read or placed, newest first. */
export const listDeadLetters: Queries['deadLetters'] = (_parent, args, { op }) =>
  readPage(op, {
    target: deadLetterRows,
    permission,
    page: page(args, { field: 'received_at', direction: 'desc' }, { received_at: ingestDeadLetters.receivedAt }, ingestDeadLetters.id),
    where: predicate(args.where, { reason: ingestDeadLetters.reason, receivedAt: ingestDeadLetters.receivedAt }),
  });

export const DeadLetter: DeadLetterResolvers = {
  gateway: async (letter, _args, { op }) =>
    letter.gatewayId === null ? null : (await loadRow(op, gatewayRows, permission, gateways.id, letter.gatewayId))?.code,
  // Bytes that are no UTF-8 (a compressed body, another protocol) show as replacement characters.
  payload: (letter) => letter.payload && new TextDecoder().decode(letter.payload),
};
