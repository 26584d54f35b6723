import type { Entry, EntryKind } from '../outbox/entry.ts';
import { isBeingAsked, isRefused, takenForDone } from '../outbox/shown-as.ts';
import { stepsOf, type Step } from '../work-orders/steps.ts';
import type { MyOrder } from './my-orders.ts';

type Task = MyOrder['tasks'][number];
type Workable = Pick<MyOrder, 'status' | 'actions' | 'tasks'>;

/** The one thing to do next with an order. */
export type Offer =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'task'; readonly task: Task }
  /** Nothing can be done now; the sentences say why. */
  | { readonly kind: 'blocked'; readonly step: Step }
  /** The start is on its way: work waits for the answer. */
  | { readonly kind: 'starting' }
  /** A change was not accepted, and nothing behind it is sent before this person has decided what to do with it. */
  | { readonly kind: 'undecided' };

/**
 * What a technician's big button does: the next open task while work is going on, else the usual next step. `unsent` are this
 * person's changes of the order that wait to be sent.
 */
export function offerOf(order: Workable, unsent: readonly Entry[]): Offer | undefined {
  if (unsent.some(isRefused)) return { kind: 'undecided' };
  if (unsent.some(isBeingAsked)) return { kind: 'starting' };
  const { next } = stepsOf(order.status, order.actions);
  const task = order.status === 'IN_PROGRESS' ? order.tasks.find(isOpen) : undefined;
  if (task) return { kind: 'task', task };
  if (!next) return undefined;
  return next.allowed || isWithinReach(next.name, unsent) ? { kind: 'step', step: next } : { kind: 'blocked', step: next };
}

/** Whether work can be put on hold: offered by the graph, or about to be once what waits was sent. */
export function canHold(order: Workable, unsent: readonly Entry[]): boolean {
  const hold = order.actions.find(({ name }) => name === 'holdWorkOrder');
  return order.status === 'IN_PROGRESS' && hold !== undefined && (hold.allowed || isWithinReach(hold.name, unsent));
}

/** Whether something of the order can be done while it is worked on: its tasks, its parts. */
export function isAtWork(order: Pick<Workable, 'status'>, unsent: readonly Entry[]): boolean {
  return order.status === 'IN_PROGRESS' && !unsent.some(isRefused);
}

export function isOpen(task: Pick<Task, 'status'>): boolean {
  return task.status === 'PENDING' || task.status === 'IN_PROGRESS';
}

/**
 * What may have cleared the way for a step since the graph said that it is blocked. Whether it has, the graph decides when it is
 * sent. Nothing that waits clears the way for a start: it is offered when the graph says so.
 */
const clearing: Readonly<Record<string, readonly EntryKind[]>> = {
  holdWorkOrder: ['start', 'resume'],
  resumeWorkOrder: ['hold'],
  completeWorkOrder: ['start', 'resume', 'completeTask', 'skipTask'],
};

function isWithinReach(name: string, unsent: readonly Entry[]): boolean {
  return takenForDone(unsent).some(({ kind }) => clearing[name]?.includes(kind) === true);
}
