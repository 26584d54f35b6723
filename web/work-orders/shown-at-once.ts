import type { Patch } from '../graph/patches.ts';
import type { OrderChangeName } from './order-changes.ts';
import type { OrderAction, OrderFull } from './order-full.ts';

type Asked = Pick<OrderFull, 'id'> & { readonly actions: readonly Pick<OrderAction, 'name' | 'to'>[] };

/**
 * What is shown of an order while the graph is asked (rule 12): where it stands then, its window, who has it. Only of steps that can
 * be taken back; what is released, done or made safe by a step is not said before it is so.
 */
export function shownAtOnce(
  name: OrderChangeName,
  order: Asked,
  values: Readonly<Record<string, unknown>>,
  nameOf: (userId: string) => string | undefined,
): readonly Patch[] {
  const fields = fieldsOf(name, values, nameOf);
  const to = order.actions.find((action) => action.name === name)?.to;
  return fields === undefined || to == null ? [] : [{ typename: 'WorkOrder', id: order.id, fields: { ...fields, status: to } }];
}

function fieldsOf(
  name: OrderChangeName,
  { start, end, userId }: Readonly<Record<string, unknown>>,
  nameOf: (userId: string) => string | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (name === 'scheduleWorkOrder') return { scheduledStart: start, scheduledEnd: end };
  if (name === 'unscheduleWorkOrder') return { scheduledStart: null, scheduledEnd: null };
  if (name === 'unassignWorkOrder') return { assignedTo: null };
  if (name !== 'assignWorkOrder' || typeof userId !== 'string') return undefined;
  const displayName = nameOf(userId);
  return displayName === undefined ? undefined : { assignedTo: { __typename: 'User', id: userId, displayName } };
}
