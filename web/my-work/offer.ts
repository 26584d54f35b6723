import { stepsOf, type Step } from '../work-orders/steps.ts';
import type { MyOrder } from './my-orders.ts';

type Task = MyOrder['tasks'][number];
type Workable = Pick<MyOrder, 'status' | 'actions' | 'tasks'>;

/** The one thing to do next with an order. */
export type Offer =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'task'; readonly task: Task }
  /** Nothing can be done now; the sentences say why. */
  | { readonly kind: 'blocked'; readonly step: Step };

/**
 * What a technician's big button does: the next open task while work is going on, else the usual next step.
 *
 * `unsent` says that changes of the order still wait to be sent. What the graph offered was said before them, so a step ahead is
 * offered even if it was blocked then; whether it goes is decided when it is sent.
 */
export function offerOf(order: Workable, unsent: boolean): Offer | undefined {
  const { next } = stepsOf(order.status, order.actions);
  const task = order.status === 'IN_PROGRESS' ? order.tasks.find(isOpen) : undefined;
  if (task) return { kind: 'task', task };
  if (!next) return undefined;
  return next.allowed || unsent ? { kind: 'step', step: next } : { kind: 'blocked', step: next };
}

/** Whether work can be put on hold: offered by the graph, or about to be once what waits was sent. */
export function canHold(order: Workable, unsent: boolean): boolean {
  const hold = order.actions.find(({ name }) => name === 'holdWorkOrder');
  return order.status === 'IN_PROGRESS' && hold !== undefined && (hold.allowed || unsent);
}

/** Whether something of the order can be done while it is worked on: its tasks, its parts. */
export function isAtWork(order: Workable): boolean {
  return order.status === 'IN_PROGRESS';
}

export function isOpen(task: Pick<Task, 'status'>): boolean {
  return task.status === 'PENDING' || task.status === 'IN_PROGRESS';
}
