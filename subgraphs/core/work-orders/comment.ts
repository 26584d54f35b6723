import { and, eq, inArray, type SQL } from 'drizzle-orm';
import { workOrderComments, type CommentVisibility } from '@dcmms/db/work-orders/comments.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import type { WorkOrderCommentRow } from '../rows.ts';
import { commentRows } from './reach.ts';

/** A comment that was not taken back and that the viewer may see. */
export async function loadComment(op: Operation, id: string): Promise<WorkOrderCommentRow | undefined> {
  const comment = await loadRow(op, commentRows, 'read:work-orders', workOrderComments.id, id);
  return comment && !comment.deleted && visibleTo(op).includes(comment.visibility) ? comment : undefined;
}

/** The same as a predicate. */
export function commentsShown(op: Operation): SQL | undefined {
  return and(eq(workOrderComments.deleted, false), inArray(workOrderComments.visibility, [...visibleTo(op)]));
}

/** Contractors see what is meant for everybody; who has another role besides sees all. */
function visibleTo(op: Operation): readonly CommentVisibility[] {
  const outside = op.viewer.roles.every((role) => role.name.startsWith('contractor_'));
  return outside ? ['all'] : ['all', 'internal'];
}
