import type { OrderTask } from './order-full.ts';

/** What was written down task by task, as a first version of what is said of the whole. */
export function notesOfTasks(
  tasks: readonly Pick<OrderTask, 'sequence' | 'title' | 'status' | 'completionNotes' | 'skipReason'>[],
): string {
  return tasks
    .flatMap((task) => {
      const note = task.status === 'SKIPPED' ? task.skipReason : task.completionNotes;
      if (task.status !== 'COMPLETED' && task.status !== 'SKIPPED') return [];
      return [note == null || note === '' ? task.title : `${task.title}: ${note}`];
    })
    .join('\n');
}
