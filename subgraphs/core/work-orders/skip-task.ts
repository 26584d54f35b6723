import { mutate } from '@dcmms/runtime/mutation.ts';
import { Refusal, refuse } from '@dcmms/runtime/refusal.ts';
import type { Mutations } from '../context.ts';
import { permissionsOf } from './lifecycle.ts';
import { reaches } from './reach.ts';
import { faultsOfReason, reasonOf } from './reason.ts';
import { changeTask, takeTask, taskAnswer } from './task.ts';

const permission = permissionsOf('skipTask');

/** A task is left out, with a reason; a critical one by a supervisor only (domain §3.5). */
export const skipTask: Mutations['skipTask'] = (_parent, { input }, { op }, info) =>
  mutate({
    op,
    info,
    input,
    permission,
    ...taskAnswer(op),
    run: async (unit) => {
      const atHand = await takeTask(unit, 'skipTask', input);
      const reason = reasonOf(input.reason);
      const problems = faultsOfReason(reason, 'Say why the task is skipped.');
      if (problems.length > 0) throw new Refusal(problems);
      const supervises = reaches(op, 'manage:work-orders', atHand.order);
      if (atHand.task.isCritical && !supervises) refuse('FORBIDDEN', 'This task is critical: only a supervisor can skip it.', ['id']);
      return changeTask(unit, permission, atHand, {
        status: 'skipped',
        skipReason: reason,
        skipApprovedBy: supervises ? op.viewer.userId : null,
      });
    },
  });
