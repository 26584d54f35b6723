import type { PermissionName } from '@dcmms/db/identity/matrix.ts';
import type { WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import {
  assigneeOrSupervisor,
  described,
  notByExecutor,
  ofPermittedType,
  tasksDone,
  titled,
  withinApprovalLimit,
  withinEmergencyLimit,
  withinStartWindow,
  workRecorded,
  type Guard,
} from './guards.ts';

/** A change of an order's state: one row of the table of domain §3.1. */
export interface Transition {
  /** The mutation's name. */
  readonly name: string;
  /** What the order is once it has happened: "it can be approved". */
  readonly done: string;
  readonly from: readonly WorkOrderStatus[];
  readonly to: WorkOrderStatus;
  /** Any one of them is enough. */
  readonly permissions: readonly PermissionName[];
  /** Whether somebody has to say why. */
  readonly reason: 'mandatory' | 'optional';
  /** What has to be true of the order and the viewer first; each says in a sentence what stands in the way. */
  readonly guards: readonly Guard[];
}

/**
 * The life of a work order, as data: what a mutation refuses, what the API offers as `actions`, and the diagram of the
 * documentation come from here. A name that occurs twice needs other permissions in another state.
 *
 * What a guard can only tell from the input (a window, notes, an acknowledgement) is in the verb's own file.
 */
export const transitions = [
  {
    name: 'submitWorkOrder',
    done: 'submitted',
    from: ['draft'],
    to: 'submitted',
    permissions: ['create:work-orders'],
    reason: 'optional',
    guards: [titled, described, ofPermittedType],
  },
  {
    name: 'approveWorkOrder',
    done: 'approved',
    from: ['submitted'],
    to: 'approved',
    permissions: ['approve:work-orders'],
    reason: 'optional',
    guards: [withinApprovalLimit],
  },
  {
    name: 'rejectWorkOrder',
    done: 'rejected',
    from: ['submitted'],
    to: 'draft',
    permissions: ['approve:work-orders'],
    reason: 'mandatory',
    guards: [],
  },
  {
    name: 'scheduleWorkOrder',
    done: 'scheduled',
    from: ['approved'],
    to: 'scheduled',
    permissions: ['schedule:work-orders'],
    reason: 'optional',
    guards: [],
  },
  {
    name: 'unscheduleWorkOrder',
    done: 'unscheduled',
    from: ['scheduled'],
    to: 'approved',
    permissions: ['schedule:work-orders'],
    reason: 'mandatory',
    guards: [],
  },
  {
    name: 'assignWorkOrder',
    done: 'assigned',
    from: ['scheduled'],
    to: 'assigned',
    permissions: ['assign:work-orders'],
    reason: 'optional',
    guards: [],
  },
  {
    name: 'unassignWorkOrder',
    done: 'unassigned',
    from: ['assigned'],
    to: 'scheduled',
    permissions: ['assign:work-orders'],
    reason: 'mandatory',
    guards: [],
  },
  {
    name: 'startWorkOrder',
    done: 'started',
    from: ['assigned'],
    to: 'in_progress',
    permissions: ['execute:work-orders', 'manage:work-orders'],
    reason: 'optional',
    guards: [assigneeOrSupervisor, withinStartWindow],
  },
  {
    name: 'holdWorkOrder',
    done: 'put on hold',
    from: ['in_progress'],
    to: 'on_hold',
    permissions: ['execute:work-orders', 'manage:work-orders'],
    // A code says enough, and is asked for in the verb's own file.
    reason: 'optional',
    guards: [],
  },
  {
    name: 'resumeWorkOrder',
    done: 'resumed',
    from: ['on_hold'],
    to: 'in_progress',
    permissions: ['execute:work-orders', 'manage:work-orders'],
    reason: 'optional',
    guards: [],
  },
  {
    name: 'completeWorkOrder',
    done: 'completed',
    from: ['in_progress'],
    to: 'completed',
    permissions: ['execute:work-orders'],
    reason: 'optional',
    guards: [tasksDone, workRecorded],
  },
  {
    name: 'verifyWorkOrder',
    done: 'verified',
    from: ['completed'],
    to: 'verified',
    permissions: ['verify:work-orders'],
    reason: 'optional',
    guards: [notByExecutor],
  },
  {
    name: 'reopenWorkOrder',
    done: 'reopened',
    from: ['completed'],
    to: 'in_progress',
    permissions: ['verify:work-orders', 'manage:work-orders'],
    reason: 'mandatory',
    guards: [],
  },
  {
    name: 'closeWorkOrder',
    done: 'closed',
    from: ['verified'],
    to: 'closed',
    permissions: ['close:work-orders'],
    reason: 'optional',
    guards: [],
  },
  {
    name: 'cancelWorkOrder',
    done: 'cancelled',
    from: ['draft', 'submitted', 'approved', 'scheduled', 'assigned', 'on_hold'],
    to: 'cancelled',
    permissions: ['cancel:work-orders'],
    reason: 'mandatory',
    guards: [],
  },
  {
    name: 'cancelWorkOrder',
    done: 'cancelled',
    from: ['in_progress'],
    to: 'cancelled',
    permissions: ['override:emergency'],
    reason: 'mandatory',
    guards: [withinEmergencyLimit],
  },
] as const satisfies readonly Transition[];

export type TransitionName = (typeof transitions)[number]['name'];

/** A change of what an order says or holds that leaves its state as it is. */
export interface Upkeep {
  readonly name: string;
  readonly done: string;
  readonly in: readonly WorkOrderStatus[];
  readonly permissions: readonly PermissionName[];
}

const listedMax = 6;

const open: readonly WorkOrderStatus[] = [
  'draft',
  'submitted',
  'approved',
  'scheduled',
  'assigned',
  'in_progress',
  'on_hold',
  'completed',
  'verified',
];

export const upkeep = [
  { name: 'updateWorkOrder', done: 'changed', in: open, permissions: ['update:work-orders'] },
  { name: 'completeTask', done: 'worked on', in: ['in_progress'], permissions: ['execute:work-orders', 'manage:work-orders'] },
  { name: 'skipTask', done: 'worked on', in: ['in_progress'], permissions: ['execute:work-orders', 'manage:work-orders'] },
  { name: 'addComment', done: 'commented on', in: open, permissions: ['comment:work-orders'] },
] as const satisfies readonly Upkeep[];

export type UpkeepName = (typeof upkeep)[number]['name'];

/**
 * The step that a transition is from a state.
 *
 * @throws Refusal NOT_ALLOWED_NOW, with the states that it is possible from.
 */
export function advance(status: WorkOrderStatus, name: TransitionName): Transition {
  const step = stepsOf(name).find((each) => each.from.includes(status));
  return step ?? refuse('NOT_ALLOWED_NOW', notNow(status, name));
}

/**
 * Refuses a change that the order's state does not allow.
 *
 * @throws Refusal NOT_ALLOWED_NOW.
 */
export function assertAllowed(status: WorkOrderStatus, name: UpkeepName): void {
  if (!statesOf(name).includes(status)) refuse('NOT_ALLOWED_NOW', notNow(status, name));
}

/** The permissions of which a mutation needs one, whatever the order's state. */
export function permissionsOf(name: TransitionName | UpkeepName): readonly PermissionName[] {
  const found: readonly (Transition | Upkeep)[] = [...transitions, ...upkeep];
  return [...new Set(found.filter((each) => each.name === name).flatMap((each) => each.permissions))];
}

/** The rows of one mutation. */
export function stepsOf(name: TransitionName): readonly Transition[] {
  return transitions.filter((each) => each.name === name);
}

/** The states that a mutation is possible in. */
export function statesOf(name: TransitionName | UpkeepName): readonly WorkOrderStatus[] {
  const from: readonly WorkOrderStatus[] = transitions.flatMap((each): readonly WorkOrderStatus[] => (each.name === name ? each.from : []));
  return [...from, ...upkeep.flatMap((each): readonly WorkOrderStatus[] => (each.name === name ? each.in : []))];
}

/** The state itself and every state that an order can still come to from it. */
export function ahead(status: WorkOrderStatus): ReadonlySet<WorkOrderStatus> {
  const found = new Set([status]);
  // A set grows while it is walked.
  for (const each of found) for (const step of transitions) if (isFrom(step, each)) found.add(step.to);
  return found;
}

/** Why a mutation is not possible in a state, as a sentence. */
export function notNow(status: WorkOrderStatus, name: TransitionName | UpkeepName): string {
  const done = [...transitions, ...upkeep].find((each) => each.name === name)?.done ?? name;
  const states = statesOf(name);
  // A long list of states helps nobody: it is easier to say what is over.
  if (states.length > listedMax) return `The order is ${spoken(status)} and can no longer be ${done}.`;
  return `The order is ${spoken(status)}. Only an order that is ${words(states.map(spoken))} can be ${done}.`;
}

/** What a viewer lacks who may do it in another state only, as a sentence. */
export function needs(step: Transition, status: WorkOrderStatus): string {
  return `An order that is ${spoken(status)} can be ${step.done} only by somebody with the permission ${step.permissions.join(' or ')}.`;
}

/** A state as people say it after "is": `in progress`, `a draft`. */
export function spoken(status: WorkOrderStatus): string {
  return status === 'draft' ? 'a draft' : status.replaceAll('_', ' ');
}

/** The diagram of the states, for the documentation. */
export function stateDiagram(): string {
  const arrows = transitions.flatMap((step) => step.from.map((from) => `  ${from} --> ${step.to}: ${verb(step.name)}`));
  const ends = [...new Set<WorkOrderStatus>(transitions.map((step) => step.to))].filter((state) => ahead(state).size === 1);
  return ['stateDiagram-v2', '  [*] --> draft: create', ...arrows, ...ends.map((state) => `  ${state} --> [*]`), ''].join('\n');
}

/** A mutation's name as the history keeps it: `startWorkOrder` is `start`. */
export function verb(name: string): string {
  return name.replace(/WorkOrder$/, '');
}

function isFrom(step: Transition, status: WorkOrderStatus): boolean {
  return step.from.includes(status);
}

function words(list: readonly string[]): string {
  return list.length > 1 ? `${list.slice(0, -1).join(', ')} or ${list.at(-1) ?? ''}` : (list[0] ?? '');
}

if (import.meta.main) process.stdout.write(stateDiagram());
