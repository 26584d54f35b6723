import { z } from 'zod';
import type { Mutations } from '../context.ts';
import { changeAlert } from './change.ts';
import { readInput } from './input.ts';

/** The longest that one decision may silence an alert. */
const suppressionMsMax = 7 * 86_400_000;

/** Silences an alert until an instant; the bridge ends the suppression by its clock. */
export const suppressAlert: Mutations['suppressAlert'] = (_parent, { input }, { op }, info) =>
  changeAlert(op, info, {
    verb: 'suppress',
    input,
    set: () => {
      const { until, reason } = readInput(suppression(op.now().getTime()), input);
      return { suppressedUntil: until, suppressionReason: reason };
    },
  });

function suppression(nowMs: number) {
  return z.object({
    until: z
      .date()
      .refine((until) => until.getTime() > nowMs, 'Choose an instant in the future.')
      .refine((until) => until.getTime() <= nowMs + suppressionMsMax, 'An alert can be suppressed for at most 7 days at a time.'),
    reason: z.string().trim().min(1, 'Say why it may be silent.').max(2_000, 'A reason has at most 2,000 characters.'),
  });
}
