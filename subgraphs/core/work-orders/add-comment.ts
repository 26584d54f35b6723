import { and, eq } from 'drizzle-orm';
import { workOrderComments } from '@dcmms/db/work-orders/comments.ts';
import { mutate } from '@dcmms/runtime/mutation.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import type { Mutations } from '../context.ts';
import type { WorkOrderCommentRow, WorkOrderRow } from '../rows.ts';
import { commentContent, parseContent } from './content.ts';
import { emitOrder } from './event.ts';
import { assertAllowed } from './lifecycle.ts';
import { lockOrder } from './lock.ts';
import { loadOrder } from './order.ts';
import { commentRows } from './reach.ts';
import { touchOrder } from './task.ts';

const permission = 'comment:work-orders';

export const addComment: Mutations['addComment'] = (_parent, { input }, { op }, info) =>
  mutate<typeof input, { comment: WorkOrderCommentRow | null; workOrder: WorkOrderRow | null }>({
    op,
    info,
    input,
    permission,
    nothing: { comment: null, workOrder: null },
    run: async (unit) => {
      const order = await lockOrder(unit, permission, input.workOrderId, 'workOrderId');
      assertAllowed(order.status, 'addComment');
      const { body } = parseContent(commentContent, input);
      const [comment] = await unit.insert(commentRows, permission, {
        id: uuidv7(),
        tenantId: op.tenantId,
        workOrderId: order.id,
        authorId: op.viewer.userId,
        body,
      });
      const after = await touchOrder(unit, permission, order);
      await emitOrder(unit, after);
      return { comment: comment ?? null, workOrder: after };
    },
    remember: ({ comment, workOrder }) => ({ ...(comment && { comment: comment.id }), ...(workOrder && { workOrder: workOrder.id }) }),
    recall: async (ids) => {
      const workOrder = (typeof ids['workOrder'] === 'string' && (await loadOrder(op, ids['workOrder']))) || null;
      if (!workOrder || typeof ids['comment'] !== 'string') return { comment: null, workOrder };
      const where = and(eq(workOrderComments.workOrderId, workOrder.id), eq(workOrderComments.id, ids['comment']));
      return { comment: (await op.read.findOne(commentRows, 'read:work-orders', { where })) ?? null, workOrder };
    },
  });
