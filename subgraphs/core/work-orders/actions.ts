import type { Operation } from '@dcmms/runtime/operation.ts';
import { loadTenant, settingsOf } from '../people/tenant.ts';
import type { WorkOrderRow } from '../rows.ts';
import type { Situation } from './guards.ts';
import { ahead, needs, notNow, stepsOf, transitions, upkeep, type Transition, type TransitionName } from './lifecycle.ts';
import { loadLabor, loadOrder, loadTasks } from './order.ts';
import { situation } from './situation.ts';

/** What the API offers of one mutation: `allowed` exactly when nothing blocks it. */
export interface Action {
  readonly name: string;
  readonly allowed: boolean;
  readonly blockedBy: readonly string[];
  /** The state that the order has afterwards; undefined when its state stays. */
  readonly to: WorkOrderRow['status'] | undefined;
  /** Whether somebody has to say why. */
  readonly needsReason: boolean;
}

/** What the viewer could do with an order as it is now, also when the row shows it as it was at an event. */
export async function actionsOf(op: Operation, row: WorkOrderRow): Promise<Action[]> {
  const order = row.fromEvent ? await loadOrder(op, row.id) : row;
  if (!order) return [];
  const [tasks, labor, tenant] = await Promise.all([loadTasks(op, order.id), loadLabor(op, order.id), loadTenant(op, op.tenantId)]);
  return decideActions(order.status, situation(op, order, tasks, labor, settingsOf(tenant)));
}

/**
 * Reads the lifecycle for one order and viewer. Left out is what this viewer can never do with it: no grant covers the order,
 * or the order can no longer come to a state in which it is possible.
 */
export function decideActions(status: WorkOrderRow['status'], now: Situation): Action[] {
  const names = [...new Set(transitions.map((step): TransitionName => step.name))];
  const future = ahead(status);
  const steps = names.flatMap((name): Action[] => {
    const possible = stepsOf(name).filter((step) => step.from.some((state) => future.has(state)) && step.permissions.some(now.viewer.may));
    if (possible.length === 0) return [];
    const present = stepsOf(name).find((step) => step.from.includes(status));
    if (!present) return [action(name, [notNow(status, name)], possible[0])];
    if (!possible.includes(present)) return [action(name, [needs(present, status)], present)];
    return [
      action(
        name,
        present.guards.flatMap((guard) => guard(now)?.message ?? []),
        present,
      ),
    ];
  });
  const kept = upkeep.flatMap((each): Action[] => {
    const states: readonly WorkOrderRow['status'][] = each.in;
    if (!states.some((state) => future.has(state)) || !each.permissions.some(now.viewer.may)) return [];
    return [action(each.name, states.includes(status) ? [] : [notNow(status, each.name)])];
  });
  return [...steps, ...kept];
}

function action(name: string, blockedBy: readonly string[], step?: Transition): Action {
  return { name, allowed: blockedBy.length === 0, blockedBy, to: step?.to, needsReason: step?.reason === 'mandatory' };
}
