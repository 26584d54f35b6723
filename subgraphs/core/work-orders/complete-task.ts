import { mutate } from '@dcmms/runtime/mutation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import type { Mutations } from '../context.ts';
import { parseContent, taskContent } from './content.ts';
import { permissionsOf } from './lifecycle.ts';
import { changeTask, takeTask, taskAnswer } from './task.ts';

const permission = permissionsOf('completeTask');

/** A task is done, in the order of the work: a pending one is started by it. */
export const completeTask: Mutations['completeTask'] = (_parent, { input }, { op }, info) =>
  mutate({
    op,
    info,
    input,
    permission,
    ...taskAnswer(op),
    run: async (unit) => {
      const atHand = await takeTask(unit, 'completeTask', input);
      const { notes } = parseContent(taskContent, input);
      const { task, tasks } = atHand;
      const before = tasks.find((each) => each.sequence < task.sequence && each.status !== 'completed' && each.status !== 'skipped');
      if (before) refuse('NOT_ALLOWED_NOW', `Task ${before.sequence} comes first: ${before.title}.`, ['id']);
      return changeTask(unit, permission, atHand, {
        status: 'completed',
        completedAt: op.now(),
        completedBy: op.viewer.userId,
        completionNotes: notes ?? null,
      });
    },
  });
