import { z } from 'zod';
import type { Mutations } from '../context.ts';
import { changeAlert } from './change.ts';
import { readInput } from './input.ts';
import { closeAlert } from './open.ts';

/** Ends an alert by hand. It is open no longer: when its condition comes true again, it is raised again. */
export const resolveAlert: Mutations['resolveAlert'] = (_parent, { input }, { op }, info) =>
  changeAlert(op, info, {
    verb: 'resolve',
    input,
    set: () => {
      const { resolution, rootCause } = readInput(end, input);
      return { resolvedBy: op.userId, resolvedAt: op.now(), resolution, rootCause: rootCause || null, resolvedAutomatically: false };
    },
    also: closeAlert,
  });

const end = z.object({
  resolution: z.string().trim().min(1, 'Say how it was resolved.').max(4_000, 'A resolution has at most 4,000 characters.'),
  rootCause: z.string().trim().max(4_000, 'A root cause has at most 4,000 characters.').nullish(),
});
