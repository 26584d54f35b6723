import { z } from 'zod';
import type { Mutations } from '../context.ts';
import { changeAlert } from './change.ts';
import { readInput } from './input.ts';

/** Somebody takes care of it. Twice, or after its end, is NOT_ALLOWED_NOW. */
export const acknowledgeAlert: Mutations['acknowledgeAlert'] = (_parent, { input }, { op }, info) =>
  changeAlert(op, info, {
    verb: 'acknowledge',
    input,
    set: () => {
      const { note } = readInput(acknowledgement, input);
      return { acknowledgedBy: op.userId, acknowledgedAt: op.now(), acknowledgmentComment: note || null };
    },
  });

const acknowledgement = z.object({ note: z.string().trim().max(2_000, 'A note has at most 2,000 characters.').nullish() });
