import { asc, and, eq } from 'drizzle-orm';
import { workOrderParts } from '@dcmms/db/work-orders/parts.ts';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import { anyOf } from '@dcmms/runtime/guard.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import { mutate } from '@dcmms/runtime/mutation.ts';
import type { Reader, Unit } from '@dcmms/runtime/operation.ts';
import { Refusal, refuse, type Problem } from '@dcmms/runtime/refusal.ts';
import type { Mutations } from '../context.ts';
import type { ConsumePartsInput } from '../generated/resolvers.ts';
import { itemEvent } from '../items/event.ts';
import { orderRows } from '../orders/reach.ts';
import type { WorkOrderPartRow } from '../rows.ts';
import { faultsOf, type Line, wanted } from './lines.ts';
import { partRows } from './reach.ts';
import { take, type Taken } from './take.ts';

const permission = 'consume:inventory';

/** The states of an order in which parts are used (domain §3.1, mutability of "parts used"). */
const taking: readonly WorkOrderStatus[] = ['in_progress', 'completed'];

/**
 * Takes parts from the stock of the order's site: all lines or none. Whoever may consume for the order may: its assignee, or
 * whose permission covers its site.
 *
 * Refuses with NOT_FOUND (order or item out of reach, item of another site), NOT_ALLOWED_NOW (state of the order), INVALID and
 * LIMIT_EXCEEDED (lines), INSUFFICIENT_STOCK at the line that asks for more than is there and not reserved.
 */
export const consumeParts: Mutations['consumeParts'] = (_parent, { input }, { op }, info) => {
  const workOrderId = parseId(input.workOrderId, 'workOrderId');
  const lines = input.lines.map((line, index) => ({
    itemId: parseId(line.inventoryItemId, `lines.${index}.inventoryItemId`),
    quantity: line.quantity,
  }));
  return mutate<ConsumePartsInput, { workOrder: { id: string }; parts: readonly WorkOrderPartRow[] }>({
    op,
    info,
    input,
    permission,
    nothing: { workOrder: null, parts: null },
    run: async (unit) => ({ workOrder: { id: workOrderId }, parts: await consume(unit, workOrderId, lines) }),
    remember: (fields) => ({ workOrder: fields.workOrder.id, parts: fields.parts.map((part) => part.id) }),
    recall: async (ids) => ({ workOrder: { id: workOrderId }, parts: await read(op.read, workOrderId, [...(ids['parts'] ?? [])]) }),
  });
};

async function consume(unit: Unit, workOrderId: string, lines: readonly Line[]): Promise<readonly WorkOrderPartRow[]> {
  const faults = faultsOf(lines);
  if (faults.length > 0) throw new Refusal(faults);
  // FOR SHARE: the order stays in its state until the parts are booked, and several people may take parts for it at once.
  const order = await unit.findOne(orderRows, permission, { where: eq(workOrders.id, workOrderId), lock: 'share' });
  if (!order) refuse('NOT_FOUND', 'There is no such work order among those you may use parts for.', ['workOrderId']);
  if (!taking.includes(order.status)) {
    const state = order.status.replaceAll('_', ' ');
    refuse('NOT_ALLOWED_NOW', `Parts are used while an order is in progress or completed; this one is ${state}.`, ['workOrderId']);
  }
  const taken: Taken[] = [];
  const problems: Problem[] = [];
  for (const item of wanted(lines)) {
    const outcome = await take(unit, order, item);
    if ('problem' in outcome) problems.push(outcome.problem);
    else taken.push(outcome);
  }
  if (problems.length > 0) throw new Refusal(problems);
  const partIds = taken.map((each) => each.partId);
  const told = { topic: 'work_order_part', entityId: order.id, siteId: order.siteId, payload: { workOrderId: order.id, partIds } };
  // One packet: whoever wants the same part next waits until this transaction ends.
  const [used] = await Promise.all([
    read(unit, order.id, partIds),
    unit.emit(told),
    ...taken.map((each) => unit.emit(itemEvent(each.item))),
  ]);
  return used;
}

function read(reader: Reader, workOrderId: string, partIds: readonly string[]): Promise<WorkOrderPartRow[]> {
  const where = and(eq(workOrderParts.workOrderId, workOrderId), anyOf(workOrderParts.id, partIds));
  return reader.find(partRows, permission, { where, orderBy: [asc(workOrderParts.id)] });
}
