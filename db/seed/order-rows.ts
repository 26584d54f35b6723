import { fixedId } from '../identity/fixed-id.ts';
import type { workOrderComments } from '../work-orders/comments.ts';
import type { workOrderLabor } from '../work-orders/labor.ts';
import type { workOrderCounters, workOrderNumbers } from '../work-orders/numbers.ts';
import type { workOrderParts } from '../work-orders/parts.ts';
import type { workOrderStateHistory } from '../work-orders/state-history.ts';
import type { workOrderTasks } from '../work-orders/tasks.ts';
import type { workOrders, WorkOrderStatus } from '../work-orders/work-orders.ts';
import { laborCost, laborRate, slaHours, type DemoOrder } from './orders.ts';
import { siteId } from './sites.ts';
import { tenantId } from './tenants.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export interface OrderRows {
  readonly orders: (typeof workOrders.$inferInsert)[];
  readonly tasks: (typeof workOrderTasks.$inferInsert)[];
  readonly parts: (typeof workOrderParts.$inferInsert)[];
  readonly labor: (typeof workOrderLabor.$inferInsert)[];
  readonly history: (typeof workOrderStateHistory.$inferInsert)[];
  readonly comments: (typeof workOrderComments.$inferInsert)[];
  readonly numbers: (typeof workOrderNumbers.$inferInsert)[];
  readonly counters: (typeof workOrderCounters.$inferInsert)[];
}

/** The demo's orders as rows of their tables. */
export function orderRows(orders: readonly DemoOrder[], now: Date): OrderRows {
  const { numbers, counters } = numbering(orders);
  return {
    orders: orders.map((order) => orderRow(order, numbers.get(order.id) ?? order.id, now)),
    tasks: orders.flatMap(taskRows),
    parts: orders.flatMap(partRows),
    labor: orders.flatMap(laborRows),
    history: orders.flatMap(historyRows),
    comments: orders.flatMap(commentRows),
    numbers: orders.map((order) => ({
      tenantId: tenantId(order.tenant),
      number: numbers.get(order.id) ?? order.id,
      workOrderId: order.id,
    })),
    counters,
  };
}

function orderRow(order: DemoOrder, number: string, now: Date): typeof workOrders.$inferInsert {
  const { template } = order;
  const step = (to: WorkOrderStatus) => order.steps.find((candidate) => candidate.to === to);
  const at = (to: WorkOrderStatus) => date(step(to)?.atMs);
  const by = (to: WorkOrderStatus) => step(to)?.actor.id ?? null;
  const [responseHours, resolutionHours] = slaHours[order.priority];
  const response = sla(order.createdMs + responseHours * hourMs, step('in_progress')?.atMs, now);
  const resolution = sla(order.createdMs + resolutionHours * hourMs, step('completed')?.atMs, now);
  const started = step('in_progress');
  const completed = step('completed');
  const last = order.steps.at(-1);
  const isCorrective = order.type === 'corrective';
  const minutes = started && completed ? Math.round((completed.atMs - started.atMs) / minuteMs) : null;
  return {
    id: order.id,
    number,
    title: order.title,
    description: template.description,
    type: order.type,
    priority: order.priority,
    status: order.status,
    siteId: siteId(order.asset.site),
    assetId: order.asset.id,
    assignedTo: order.assignee?.id ?? null,
    scheduledStart: date(order.scheduled?.startMs),
    scheduledEnd: date(order.scheduled?.endMs),
    actualStart: date(started?.atMs),
    actualEnd: date(completed?.atMs),
    tenantId: tenantId(order.tenant),
    createdBy: order.steps[0]?.actor.id ?? '',
    updatedAt: new Date(last?.atMs ?? order.createdMs),
    updatedBy: last?.actor.id ?? null,
    version: order.steps.length,
    submittedAt: at('submitted'),
    submittedBy: by('submitted'),
    approvedAt: at('approved'),
    approvedBy: by('approved'),
    scheduledAt: at('scheduled'),
    assignedAt: at('assigned'),
    onHoldAt: at('on_hold'),
    holdReason: order.holdReason,
    completedAt: at('completed'),
    completedBy: by('completed'),
    verifiedAt: at('verified'),
    verifiedBy: by('verified'),
    closedAt: at('closed'),
    closedBy: by('closed'),
    cancelledAt: at('cancelled'),
    cancelledBy: by('cancelled'),
    cancellationReason: order.cancellationReason,
    estimatedDurationMinutes: template.minutes,
    actualDurationMinutes: minutes,
    requiredSkills: [...template.skills],
    requiredPpe: ['helmet', 'safety shoes'],
    safetyAckAt: at('in_progress'),
    safetyAckBy: by('in_progress'),
    completionNotes: completed ? template.notes : null,
    rootCause: completed ? (template.failure?.rootCause ?? null) : null,
    preventiveActions: completed ? (template.failure?.prevention ?? null) : null,
    failureCode: completed ? (template.failure?.code ?? null) : null,
    estimatedCost: order.estimatedCost.toFixed(2),
    totalCost: order.totalCost?.toFixed(2) ?? null,
    currency: order.currency,
    slaResponseDue: response.due,
    slaResponseMetAt: response.met,
    slaResponseBreached: response.breached && order.status !== 'cancelled',
    slaResolutionDue: resolution.due,
    slaResolutionMetAt: resolution.met,
    slaResolutionBreached: resolution.breached && order.status !== 'cancelled',
    origin: order.origin,
    alertId: order.alertId,
    downtimeMinutes: isCorrective ? minutes : null,
  };
}

function sla(dueMs: number, metMs: number | undefined, now: Date) {
  return { due: new Date(dueMs), met: date(metMs), breached: (metMs ?? now.getTime()) > dueMs };
}

function taskRows(order: DemoOrder): (typeof workOrderTasks.$inferInsert)[] {
  return order.tasks.map((task, index) => ({
    id: childId(order, 'task', index, order.createdMs),
    tenantId: tenantId(order.tenant),
    workOrderId: order.id,
    title: task.title,
    sequenceOrder: index + 1,
    status: task.completedMs === null ? 'pending' : 'completed',
    completedAt: date(task.completedMs),
    completedBy: task.completedBy?.id ?? null,
    estimatedMinutes: Math.round(order.template.minutes / order.tasks.length),
  }));
}

function partRows(order: DemoOrder): (typeof workOrderParts.$inferInsert)[] {
  return order.parts.map((row, index) => ({
    id: childId(order, 'part', index, row.atMs),
    tenantId: tenantId(order.tenant),
    workOrderId: order.id,
    inventoryItemId: row.part.id,
    quantityConsumed: row.quantity,
    unitCost: row.part.unitCost.toFixed(2),
    currency: order.currency,
    consumedAt: new Date(row.atMs),
    consumedBy: row.by.id,
  }));
}

function laborRows(order: DemoOrder): (typeof workOrderLabor.$inferInsert)[] {
  return order.labor.map((row, index) => ({
    id: childId(order, 'labor', index, row.startMs),
    tenantId: tenantId(order.tenant),
    workOrderId: order.id,
    userId: row.person.id,
    startTime: new Date(row.startMs),
    endTime: date(row.endMs),
    durationMinutes: row.endMs === null ? null : Math.round((row.endMs - row.startMs) / minuteMs),
    laborRate: laborRate.toFixed(2),
    totalCost: laborCost(row)?.toFixed(2) ?? null,
    currency: order.currency,
  }));
}

function historyRows(order: DemoOrder): (typeof workOrderStateHistory.$inferInsert)[] {
  return order.steps.map((step, index) => ({
    id: childId(order, 'step', index, step.atMs),
    tenantId: tenantId(order.tenant),
    workOrderId: order.id,
    fromStatus: step.from,
    toStatus: step.to,
    transition: step.transition,
    reason: step.reason,
    actorId: step.actor.id,
    occurredAt: new Date(step.atMs),
  }));
}

function commentRows(order: DemoOrder): (typeof workOrderComments.$inferInsert)[] {
  return order.comments.map((comment, index) => ({
    id: childId(order, 'comment', index, comment.atMs),
    tenantId: tenantId(order.tenant),
    workOrderId: order.id,
    authorId: comment.author.id,
    body: comment.body,
  }));
}

/** `WO-YYYYMMDD-NNNN` by tenant and day (UTC) in the order of creation, and where the counters stand after that. */
function numbering(orders: readonly DemoOrder[]) {
  const last = new Map<string, { tenantId: string; day: string; lastNumber: number }>();
  const numbers = new Map<string, string>();
  for (const order of [...orders].sort((one, other) => one.createdMs - other.createdMs)) {
    const day = new Date(order.createdMs).toISOString().slice(0, 10);
    const key = `${order.tenant}/${day}`;
    const counter = last.get(key) ?? { tenantId: tenantId(order.tenant), day, lastNumber: 0 };
    counter.lastNumber += 1;
    last.set(key, counter);
    numbers.set(order.id, `WO-${day.replaceAll('-', '')}-${String(counter.lastNumber).padStart(4, '0')}`);
  }
  return { numbers, counters: [...last.values()] };
}

function childId(order: DemoOrder, kind: string, index: number, ms: number): string {
  return fixedId(`${kind}:${order.id}/${index}`, ms);
}

function date(ms: number | null | undefined): Date | null {
  return ms === null || ms === undefined ? null : new Date(ms);
}
