import { eq, sql } from 'drizzle-orm';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import { mutate } from '@dcmms/runtime/mutation.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';
import { Refusal, refuse } from '@dcmms/runtime/refusal.ts';
import type { Mutations } from '../context.ts';
import type { UpdateWorkOrderInput } from '../generated/resolvers.ts';
import type { WorkOrderRow } from '../rows.ts';
import { orderAnswer } from './answer.ts';
import { changedContent, parseContent } from './content.ts';
import { emitOrder } from './event.ts';
import { assertVersion, lockOrder } from './lock.ts';
import { addTasks } from './make.ts';
import { locked, mutability, type MutableFieldName } from './mutability.ts';
import { placeAtAsset } from './place.ts';
import { assertFree, windowFaults } from './plan.ts';
import { orderRows, reaches } from './reach.ts';
import { readSituation, tasksMax } from './situation.ts';
import { slaDue } from './sla.ts';

const permission = 'update:work-orders';

/** Changes what an order says; which field may change depends on its state, and for an assignee on the field. */
export const updateWorkOrder: Mutations['updateWorkOrder'] = (_parent, { input }, { op }, info) => {
  if (typeof input.assetId === 'string') parseId(input.assetId, 'assetId');
  return mutate({
    op,
    info,
    input,
    permission,
    ...orderAnswer(op),
    run: async (unit) => {
      const order = await lockOrder(unit, permission, input.id);
      assertVersion(order, input.version);
      const { addTasks: newTasks, ...content } = parseContent(changedContent, input);
      const wanted = { ...content, ...choices(input) };
      const changed = fieldsOf(wanted, order);
      const fields: MutableFieldName[] = newTasks && newTasks.length > 0 ? [...changed, 'addTasks'] : changed;
      const asAssignee = !op
        .scopes(permission)
        .some((scope) => scope === 'all' || (scope === 'sites' && op.viewer.siteIds.includes(order.siteId)));
      const problems = locked(fields, order.status, asAssignee);
      if (problems.length > 0) throw new Refusal(problems);
      if (fields.length === 0) return { workOrder: order };

      const type = wanted.type ?? order.type;
      const assetId = wanted.assetId === undefined ? order.assetId : wanted.assetId;
      if (assetId !== null && (changed.includes('assetId') || changed.includes('type'))) {
        await placeAtAsset(unit, permission, assetId, order.siteId, type, changed.includes('assetId') ? 'assetId' : 'type');
      }
      if (changed.includes('description') && !wanted.description && order.status !== 'draft' && type !== 'preventive') {
        refuse('INVALID', 'An order that was submitted keeps a description.', ['description']);
      }

      await moveWindow(unit, order, wanted, changed);

      const now = op.now();
      const [after] = await unit.update(orderRows, permission, {
        set: {
          ...Object.fromEntries(changed.map((field) => [field, wanted[field]])),
          // The promise goes by the priority; what was met stays met.
          ...(changed.includes('priority') && wanted.priority ? slaDue(wanted.priority, order.createdAt) : {}),
          version: sql`${workOrders.version} + 1`,
          updatedAt: now,
          updatedBy: op.viewer.userId,
        },
        where: eq(workOrders.id, order.id),
      });
      if (!after) throw new Error(`The locked order ${order.id} could not be changed.`);
      if (newTasks && newTasks.length > 0) {
        const { tasks } = await readSituation(unit, permission, order);
        if (tasks.length + newTasks.length > tasksMax) refuse('LIMIT_EXCEEDED', `An order has at most ${tasksMax} tasks.`, ['addTasks']);
        await addTasks(unit, permission, order.id, newTasks, (tasks.at(-1)?.sequence ?? 0) + 1);
      }
      await emitOrder(unit, after);
      return { workOrder: after };
    },
  });
};

/** What the input chooses from a list or points at; null where that empties the field. */
function choices({ type, priority, assetId, scheduledStart, scheduledEnd }: UpdateWorkOrderInput) {
  if (type === null) refuse('INVALID', 'An order has a type.', ['type']);
  if (priority === null) refuse('INVALID', 'An order has a priority.', ['priority']);
  return {
    type,
    priority,
    assetId: typeof assetId === 'string' ? parseId(assetId, 'assetId') : assetId,
    scheduledStart,
    scheduledEnd,
  };
}

/**
 * Work that is planned is moved by whoever may plan it, to where nothing stands in its way.
 *
 * @throws Refusal FORBIDDEN, INVALID or CONFLICT, at the fields of the window.
 */
async function moveWindow(unit: Unit, order: WorkOrderRow, wanted: Wanted, changed: readonly MutableFieldName[]): Promise<void> {
  const moved = changed.filter((field) => field === 'scheduledStart' || field === 'scheduledEnd');
  if (moved.length === 0) return;
  const op = unit.operation;
  const path = moved.slice(0, 1);
  if (!reaches(op, 'schedule:work-orders', order))
    refuse('FORBIDDEN', 'Moving planned work needs the permission schedule:work-orders.', path);
  const start = wanted.scheduledStart === undefined ? order.scheduledStart : wanted.scheduledStart;
  const end = wanted.scheduledEnd === undefined ? order.scheduledEnd : wanted.scheduledEnd;
  if (!start || !end) refuse('INVALID', 'A window has a start and an end. Unschedule the order to take its window away.', path);
  const faults = windowFaults({ start, end }, op.now(), { start: 'scheduledStart', end: 'scheduledEnd' });
  // Work that should have begun already may still be given more time.
  const problems = changed.includes('scheduledStart') ? faults : faults.filter((fault) => !fault.path.includes('scheduledStart'));
  if (problems.length > 0) throw new Refusal(problems);
  await assertFree(unit, permission, order, { start, end }, path);
}

type Wanted = { readonly [Field in Exclude<MutableFieldName, 'addTasks'>]?: WorkOrderRow[Field] | undefined };

/** The fields that would be other than they are: a form may send all it shows. */
function fieldsOf(wanted: Wanted, order: WorkOrderRow): Exclude<MutableFieldName, 'addTasks'>[] {
  return fieldNames.filter((field) => {
    const value = wanted[field];
    if (value === undefined) return false;
    if (field === 'estimatedCost' && value !== null && order.estimatedCost !== null) return Number(value) !== Number(order.estimatedCost);
    const present = order[field];
    return value instanceof Date && present instanceof Date ? value.getTime() !== present.getTime() : value !== present;
  });
}

const fieldNames = Object.keys(mutability).filter((field): field is Exclude<MutableFieldName, 'addTasks'> => field !== 'addTasks');
