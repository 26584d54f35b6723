import { z } from 'zod';
import type { PermissionName } from '@dcmms/db/identity/matrix.ts';
import type { Problem } from '@dcmms/runtime/refusal.ts';
import type { WorkOrderLaborRow, WorkOrderRow, WorkOrderTaskRow } from '../rows.ts';

/** Everything that a guard may look at: the order, what hangs on it, who asks, and when. */
export interface Situation {
  readonly order: Pick<
    WorkOrderRow,
    'type' | 'title' | 'description' | 'assignedTo' | 'scheduledStart' | 'estimatedCost' | 'currency' | 'completedBy'
  >;
  readonly tasks: readonly Pick<WorkOrderTaskRow, 'title' | 'sequence' | 'status' | 'completedBy'>[];
  readonly labor: readonly Pick<WorkOrderLaborRow, 'userId'>[];
  readonly viewer: Asker;
  readonly now: Date;
  /** How far from the scheduled start work may begin, to either side. */
  readonly startToleranceMinutes: number;
}

/** The viewer as this order sees them. */
export interface Asker {
  readonly userId: string;
  /** Whether a grant of the permission covers the order. */
  readonly may: (permission: PermissionName) => boolean;
  /** What narrows the grant beyond its scope. */
  readonly limits: (permission: PermissionName) => Readonly<Record<string, unknown>> | undefined;
}

/** A condition of a transition: undefined when it is met, else the problem as the person reads it. Pure. */
export type Guard = (situation: Situation) => Problem | undefined;

export const titled: Guard = ({ order }) =>
  order.title.trim() === '' ? { code: 'INVALID', message: 'Give the order a title first.', path: ['title'] } : undefined;

/** Preventive work is described by its schedule. */
export const described: Guard = ({ order }) =>
  order.type !== 'preventive' && (order.description ?? '').trim() === ''
    ? { code: 'INVALID', message: 'Describe what is wrong or what is to be done first.', path: ['description'] }
    : undefined;

/** An emergency responder creates and submits emergency work only (domain §4.3). */
export const ofPermittedType: Guard = ({ order, viewer }) => {
  const { types } = readLimits(viewer.limits('create:work-orders'));
  return types && !types.includes(order.type)
    ? forbidden(`You may create and submit ${types.join(' and ')} work only; this order is ${order.type}.`)
    : undefined;
};

/** Approval has limits by type and by estimated cost (domain §4.3); without an estimate there is nothing to compare. */
export const withinApprovalLimit: Guard = ({ order, viewer }) => {
  const { types, amount } = readLimits(viewer.limits('approve:work-orders'));
  if (types && !types.includes(order.type)) {
    return forbidden(
      `You may approve ${types.join(' and ')} work only; this order is ${order.type}. Ask a site engineer or the plant manager.`,
    );
  }
  return amount !== undefined && exceeds(order.estimatedCost, amount)
    ? forbidden(
        `The estimated cost of ${money(order)} is above your limit of ${amount} ${order.currency}. Ask somebody with a higher limit to approve.`,
      )
    : undefined;
};

export const withinEmergencyLimit: Guard = ({ order, viewer }) => {
  const { amount } = readLimits(viewer.limits('override:emergency'));
  return amount !== undefined && exceeds(order.estimatedCost, amount)
    ? forbidden(
        `The estimated cost of ${money(order)} is above your emergency limit of ${amount} ${order.currency}. Ask the plant manager.`,
      )
    : undefined;
};

export const assigneeOrSupervisor: Guard = ({ order, viewer }) =>
  order.assignedTo === viewer.userId || viewer.may('manage:work-orders')
    ? undefined
    : forbidden('Only the person whom the order is assigned to, or a supervisor, can start it.');

/** The start must lie within the tolerance around the planned one, to either side; else the plan is wrong and has to be changed. */
export const withinStartWindow: Guard = ({ order, now, startToleranceMinutes }) => {
  if (!order.scheduledStart) return notNow('The order has no scheduled start.');
  const lateMs = now.getTime() - order.scheduledStart.getTime();
  const toleranceMs = startToleranceMinutes * 60_000;
  if (lateMs < -toleranceMs) {
    return notNow(`It is too early: work can start from ${new Date(order.scheduledStart.getTime() - toleranceMs).toISOString()} on.`);
  }
  if (lateMs > toleranceMs) {
    const last = new Date(order.scheduledStart.getTime() + toleranceMs).toISOString();
    return notNow(`It is too late: work had to start by ${last}. Have the order scheduled anew.`);
  }
  return undefined;
};

export const tasksDone: Guard = ({ tasks }) => {
  const left = tasks.filter((task) => task.status !== 'completed' && task.status !== 'skipped');
  const [first] = left;
  if (!first) return undefined;
  const more = left.length > 1 ? ` and ${left.length - 1} more` : '';
  return notNow(`Complete or skip every task first: ${first.sequence}. ${first.title}${more}.`);
};

export const workRecorded: Guard = ({ labor }) => (labor.length === 0 ? notNow('No working time is recorded on the order.') : undefined);

/** Separation of duties: whoever did the work, or a part of it, does not confirm it (domain §4.3). */
export const notByExecutor: Guard = ({ order, tasks, labor, viewer }) => {
  const executors = [order.completedBy, ...tasks.map((task) => task.completedBy), ...labor.map((row) => row.userId)];
  return executors.includes(viewer.userId) ? forbidden('You have worked on this order: somebody else has to verify it.') : undefined;
};

export interface Limits {
  readonly types: readonly string[] | undefined;
  /** Largest estimated cost, in the tenant's currency. */
  readonly amount: number | undefined;
}

const limitsSchema = z.object({ wo_types: z.array(z.string()).optional(), max_amount: z.number().optional() });

/** What a grant's limits say about work orders. */
export function readLimits(limits: Readonly<Record<string, unknown>> | undefined): Limits {
  const { wo_types: types, max_amount: amount } = limitsSchema.parse(limits ?? {});
  return { types, amount };
}

function exceeds(cost: string | null, amount: number): boolean {
  return cost !== null && Number(cost) > amount;
}

function money(order: { readonly estimatedCost: string | null; readonly currency: string }): string {
  return `${order.estimatedCost ?? '0'} ${order.currency}`;
}

function forbidden(message: string): Problem {
  return { code: 'FORBIDDEN', message, path: [] };
}

function notNow(message: string): Problem {
  return { code: 'NOT_ALLOWED_NOW', message, path: [] };
}
