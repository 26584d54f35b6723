import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { alerts } from '@dcmms/db/telemetry/alerts.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { Mutations } from '../context.ts';
import { changeAlert } from './change.ts';
import { readInput } from './input.ts';

/** Somebody takes care of it, or has seen that it came and went. Twice, or after somebody has resolved it, is NOT_ALLOWED_NOW. */
export const acknowledgeAlert: Mutations['acknowledgeAlert'] = (_parent, { input }, { op }, info) =>
  changeAlert(op, info, { verb: 'acknowledge', input, set: () => acknowledgement(op, input) });

/** What an acknowledgement writes besides the status; refuses a note that is too long. */
export function acknowledgement(op: Operation, input: unknown): PgUpdateSetSource<typeof alerts> {
  const { note } = readInput(acknowledging, input);
  return { acknowledgedBy: op.userId, acknowledgedAt: op.now(), acknowledgmentComment: note || null };
}

const acknowledging = z.object({ note: z.string().trim().max(2_000, 'A note has at most 2,000 characters.').nullish() });
