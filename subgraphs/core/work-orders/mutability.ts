import type { WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { Problem } from '@dcmms/runtime/refusal.ts';
import { spoken } from './lifecycle.ts';

/** A field that `updateWorkOrder` may change. */
export interface MutableField {
  /** What people call it. */
  readonly called: string;
  readonly in: readonly WorkOrderStatus[];
  /** Whether somebody who sees assigned orders only may change it: notes and tasks, nothing else (domain §4.2). */
  readonly byAssignee: boolean;
}

const untilApproval: readonly WorkOrderStatus[] = ['draft', 'submitted'];
const untilScheduled: readonly WorkOrderStatus[] = [...untilApproval, 'approved'];
const untilWork: readonly WorkOrderStatus[] = [...untilScheduled, 'scheduled', 'assigned'];
const planned: readonly WorkOrderStatus[] = ['approved', 'scheduled', 'assigned'];
const atWork: readonly WorkOrderStatus[] = ['in_progress', 'on_hold'];

/** Which field may change in which state: the table of domain §3.1, C-23 included. Number, site and tenant never change. */
export const mutability = {
  type: { called: 'type', in: untilApproval, byAssignee: false },
  assetId: { called: 'asset', in: untilApproval, byAssignee: false },
  title: { called: 'title', in: untilScheduled, byAssignee: false },
  description: { called: 'description', in: untilWork, byAssignee: false },
  priority: { called: 'priority', in: [...untilWork, ...atWork, 'completed', 'verified'], byAssignee: false },
  estimatedDurationMinutes: { called: 'estimated duration', in: untilWork, byAssignee: false },
  estimatedCost: { called: 'estimated cost', in: untilApproval, byAssignee: false },
  scheduledStart: { called: 'scheduled start', in: planned, byAssignee: false },
  scheduledEnd: { called: 'scheduled end', in: planned, byAssignee: false },
  addTasks: { called: 'list of tasks', in: [...untilWork, ...atWork], byAssignee: true },
  completionNotes: { called: 'completion notes', in: [...atWork, 'completed'], byAssignee: true },
  rootCause: { called: 'root cause', in: [...atWork, 'completed', 'verified'], byAssignee: true },
  preventiveActions: { called: 'preventive actions', in: [...atWork, 'completed', 'verified'], byAssignee: true },
} as const satisfies Readonly<Record<string, MutableField>>;

export type MutableFieldName = keyof typeof mutability;

/** What stands in the way of changing these fields: every locked one is named. */
export function locked(fields: readonly MutableFieldName[], status: WorkOrderStatus, asAssignee: boolean): Problem[] {
  return fields.flatMap((field): Problem[] => {
    const rule: MutableField = mutability[field];
    if (asAssignee && !rule.byAssignee) {
      return [{ code: 'FORBIDDEN', message: `You may change notes and tasks of your orders, not the ${rule.called}.`, path: [field] }];
    }
    if (rule.in.includes(status)) return [];
    return [
      { code: 'NOT_ALLOWED_NOW', message: `The ${rule.called} cannot be changed while the order is ${spoken(status)}.`, path: [field] },
    ];
  });
}
