import type { OrderAction } from './order-full.ts';
import type { WorkOrderStatus } from '../gql/graphql.ts';
import { isKeptChange, isOrderChange, type OrderChangeName } from './order-changes.ts';
import { orderStatuses } from './statuses.ts';

/** A change of the order's state that the graph offers and the console knows how to ask for. */
export interface Step extends OrderAction {
  readonly name: OrderChangeName;
  readonly to: WorkOrderStatus;
}

export interface Steps {
  /** The usual way on: the nearest state ahead. Blocked when nothing ahead is allowed. */
  readonly next: Step | undefined;
  /** Everything else that is allowed now. */
  readonly others: readonly Step[];
  /** What is not possible now, the nearest first, each with the sentences that say why. */
  readonly blocked: readonly Step[];
}

/** Arranges what the graph offers for the eye; what is offered, and why not, is the graph's word. */
export function stepsOf(status: WorkOrderStatus, actions: readonly OrderAction[]): Steps {
  const steps = actions.flatMap((action): Step[] => {
    const { name, to } = action;
    return to != null && isOrderChange(name) ? [{ ...action, name, to }] : [];
  });
  const ahead = steps.filter((step) => isAhead(status, step.to)).toSorted((a, b) => placeOf(a.to) - placeOf(b.to));
  const next = ahead.find((step) => step.allowed) ?? ahead[0];
  const rest = steps.filter((step) => step !== next);
  return {
    next,
    others: rest.filter((step) => step.allowed),
    blocked: rest.filter((step) => !step.allowed).toSorted((a, b) => distance(status, a.to) - distance(status, b.to)),
  };
}

/** The same with this person's own steps of work blocked: something that they have done before waits, and stands in their way. */
export function heldBack<Action extends OrderAction>(actions: readonly Action[], why: readonly string[]): readonly Action[] {
  if (why.length === 0) return actions;
  return actions.map((action) =>
    action.allowed && isKeptChange(action.name) ? { ...action, allowed: false, blockedBy: [...why] } : action,
  );
}

/** The step that leads to a state, for a drop onto its column: an allowed one before a blocked one. */
export function stepTo(actions: readonly OrderAction[], to: WorkOrderStatus): Step | undefined {
  const { next, others, blocked } = stepsOf(to, actions);
  const leading = [next, ...others, ...blocked].filter((step): step is Step => step?.to === to);
  return leading.find((step) => step.allowed) ?? leading[0];
}

/** Whether the viewer may change something of the order that is no step: `addComment`, `completeTask`, `updateWorkOrder`. */
export function may(actions: readonly OrderAction[], name: string): boolean {
  return actions.some((action) => action.name === name && action.allowed);
}

/** Whether the order was, or is, in a state of the main line; a held order is in its work. */
export function hasReached(status: WorkOrderStatus, step: WorkOrderStatus): boolean {
  return placeOf(status) >= placeOf(step);
}

/** The ribbon: the states of an order that goes its way. */
export const mainLine: readonly WorkOrderStatus[] = orderStatuses.filter((status) => status !== 'ON_HOLD' && status !== 'CANCELLED');

/** Held work stands just before work; a cancelled order has left the line. */
function placeOf(status: WorkOrderStatus): number {
  if (status === 'ON_HOLD') return orderStatuses.indexOf('IN_PROGRESS') - 0.5;
  return orderStatuses.indexOf(status);
}

function isAhead(from: WorkOrderStatus, to: WorkOrderStatus): boolean {
  return mainLine.includes(to) && placeOf(to) > placeOf(from);
}

/** What lies ahead comes before what lies behind, the near before the far. */
function distance(from: WorkOrderStatus, to: WorkOrderStatus): number {
  const steps = placeOf(to) - placeOf(from);
  return steps > 0 ? steps : orderStatuses.length - steps;
}
