import { fixedId } from '../identity/fixed-id.ts';
import type { HoldReason, WorkOrderOrigin, WorkOrderPriority, WorkOrderStatus, WorkOrderType } from '../work-orders/work-orders.ts';
import type { DemoAsset } from './assets.ts';
import type { OrderTemplate } from './order-templates.ts';
import { personOf, type DemoPerson } from './people.ts';
import { randomOf } from './random.ts';
import { partOf, type DemoPart } from './stock.ts';
import { demoTenants, type TenantCode } from './tenants.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What is to become an order, and how far it gets. */
export interface OrderPlan {
  /** Unique in the seed; ids follow from it. */
  readonly key: string;
  readonly asset: DemoAsset;
  readonly template: OrderTemplate;
  readonly createdMs: number;
  /** Window of the work; a plan that stops before scheduling needs none. */
  readonly startMs: number;
  readonly executor: DemoPerson;
  readonly stop: WorkOrderStatus;
  readonly alertId?: string | undefined;
  readonly holdReason?: HoldReason | undefined;
  readonly cancellationReason?: string | undefined;
}

export interface DemoOrder {
  readonly id: string;
  readonly tenant: TenantCode;
  readonly asset: DemoAsset;
  readonly template: OrderTemplate;
  readonly createdMs: number;
  readonly type: WorkOrderType;
  readonly priority: WorkOrderPriority;
  readonly status: WorkOrderStatus;
  readonly origin: WorkOrderOrigin;
  readonly alertId: string | null;
  readonly title: string;
  readonly currency: string;
  readonly estimatedCost: number;
  /** Known once the order is verified. */
  readonly totalCost: number | null;
  readonly scheduled: { readonly startMs: number; readonly endMs: number } | null;
  readonly assignee: DemoPerson | null;
  /** Every transition in order. */
  readonly steps: readonly DemoStep[];
  readonly tasks: readonly DemoTask[];
  readonly labor: readonly DemoLabor[];
  readonly parts: readonly DemoConsumption[];
  readonly comments: readonly DemoComment[];
  readonly holdReason: HoldReason | null;
  readonly cancellationReason: string | null;
}

export interface DemoStep {
  readonly transition: string;
  readonly from: WorkOrderStatus | null;
  readonly to: WorkOrderStatus;
  readonly atMs: number;
  readonly actor: DemoPerson;
  readonly reason: string | null;
}

export interface DemoTask {
  readonly title: string;
  readonly completedMs: number | null;
  readonly completedBy: DemoPerson | null;
}

export interface DemoLabor {
  readonly person: DemoPerson;
  readonly startMs: number;
  readonly endMs: number | null;
}

export interface DemoConsumption {
  readonly part: DemoPart;
  readonly quantity: number;
  readonly atMs: number;
  readonly by: DemoPerson;
}

export interface DemoComment {
  readonly author: DemoPerson;
  readonly atMs: number;
  readonly body: string;
}

/** Labour per hour, in the tenant's currency. */
export const laborRate = 58;

/** Response and resolution in hours by priority (domain §3.1). */
export const slaHours: Readonly<Record<WorkOrderPriority, readonly [response: number, resolution: number]>> = {
  critical: [2, 8],
  high: [4, 24],
  medium: [24, 72],
  low: [72, 240],
};

// The way that every order goes; a plan stops somewhere on it.
const path = ['draft', 'submitted', 'approved', 'scheduled', 'assigned', 'in_progress', 'completed', 'verified', 'closed'] as const;
const verbs: Readonly<Record<(typeof path)[number], string>> = {
  draft: 'create',
  submitted: 'submit',
  approved: 'approve',
  scheduled: 'schedule',
  assigned: 'assign',
  in_progress: 'start',
  completed: 'complete',
  verified: 'verify',
  closed: 'close',
};

/** Lives an order from its creation to where its plan stops, each step by a person who may take it. */
export function liveOrder(plan: OrderPlan, nowMs: number): DemoOrder {
  const { asset, template, stop } = plan;
  const random = randomOf(`order:${plan.key}`);
  const tenant = asset.tenant;
  const actors = actorsOf(tenant, template);
  const length = template.minutes * minuteMs;
  const window = { startMs: plan.startMs, endMs: roundUp(plan.startMs + length, 15 * minuteMs) };
  const begun = plan.startMs + random.between(-8, 12) * minuteMs;
  const ended = begun + Math.round(length * (0.8 + random.next() * 0.3));
  // What happens before the window shares the time there is.
  const lead = Math.max(Math.min(plan.startMs, nowMs) - plan.createdMs, 40 * minuteMs);
  const at: Readonly<Record<(typeof path)[number], number>> = {
    draft: plan.createdMs,
    submitted: plan.createdMs + Math.round(lead * 0.05),
    approved: plan.createdMs + Math.round(lead * (0.2 + random.next() * 0.2)),
    scheduled: plan.createdMs + Math.round(lead * 0.55),
    assigned: plan.createdMs + Math.round(lead * 0.65),
    in_progress: begun,
    completed: ended,
    verified: ended + random.between(60, 18 * 60) * minuteMs,
    closed: ended + random.between(19 * 60, 44 * 60) * minuteMs,
  };
  const last = lastStep(stop);
  const steps: DemoStep[] = [];
  for (const [index, to] of path.entries()) {
    const atMs = at[to];
    // Nothing has happened in the future; a historic order whose turn has not come yet waits where it is.
    if (index > path.indexOf(last) || atMs > nowMs) break;
    const actor = to === 'in_progress' || to === 'completed' ? plan.executor : actors[to];
    steps.push({ transition: verbs[to], from: path[index - 1] ?? null, to, atMs, actor, reason: null });
  }
  const reached = steps.at(-1) ?? fail(`${plan.key} is never created`);
  if (stop === 'on_hold') {
    const heldMs = begun + Math.round(length * 0.4);
    steps.push({
      transition: 'hold',
      from: 'in_progress',
      to: 'on_hold',
      atMs: heldMs,
      actor: plan.executor,
      reason: holdText(plan.holdReason),
    });
  }
  if (stop === 'cancelled') {
    const reason = plan.cancellationReason ?? 'Done together with the half-yearly service';
    steps.push({ transition: 'cancel', from: reached.to, to: 'cancelled', atMs: reached.atMs + 3 * hourMs, actor: actors.closed, reason });
  }
  const final = steps.at(-1) ?? reached;
  const started = steps.find((step) => step.to === 'in_progress');
  const completed = steps.find((step) => step.to === 'completed');
  const held = steps.find((step) => step.to === 'on_hold');
  const workedUntil = completed?.atMs ?? held?.atMs ?? null;
  const parts = started !== undefined && completed !== undefined ? consume(plan, Math.round((started.atMs + completed.atMs) / 2)) : [];
  const labor = started === undefined ? [] : [{ person: plan.executor, startMs: started.atMs, endMs: workedUntil }];
  const isVerified = steps.some((step) => step.to === 'verified');
  return {
    id: fixedId(`order:${plan.key}`, plan.createdMs),
    tenant,
    asset,
    template,
    createdMs: plan.createdMs,
    type: template.type,
    priority: template.priority,
    status: final.to,
    origin: plan.alertId === undefined ? (template.type === 'preventive' ? 'pm_schedule' : 'manual') : 'alarm',
    alertId: plan.alertId ?? null,
    title: template.title.replace('{asset}', asset.code),
    currency: currencyOf(tenant),
    estimatedCost: estimate(plan),
    totalCost: isVerified ? cost(labor, parts) : null,
    scheduled: steps.some((step) => step.to === 'scheduled') ? window : null,
    assignee: steps.some((step) => step.to === 'assigned') ? plan.executor : null,
    steps,
    tasks: tasksOf(plan, started?.atMs ?? null, completed?.atMs ?? null, held?.atMs ?? nowMs),
    labor,
    parts,
    comments: commentsOf(plan, final.to, started?.atMs, completed?.atMs),
    holdReason: held === undefined ? null : (plan.holdReason ?? 'other'),
    cancellationReason: final.to === 'cancelled' ? final.reason : null,
  };
}

function lastStep(stop: WorkOrderStatus): (typeof path)[number] {
  if (stop === 'on_hold') return 'in_progress';
  if (stop === 'cancelled') return 'approved';
  return stop;
}

/** Who takes which step: whoever the permission matrix lets, never the same person for doing and verifying. */
function actorsOf(tenant: TenantCode, template: OrderTemplate) {
  const supervisor = personOf(tenant, 'supervisor');
  const manager = personOf(tenant, 'manager');
  const author = template.rule === undefined ? supervisor : personOf(tenant, 'operator');
  return {
    draft: author,
    submitted: author,
    approved: manager,
    scheduled: supervisor,
    assigned: supervisor,
    verified: supervisor,
    closed: manager,
  };
}

function tasksOf(plan: OrderPlan, startedMs: number | null, completedMs: number | null, untilMs: number): DemoTask[] {
  const { tasks, minutes } = plan.template;
  return tasks.map((title, index) => {
    const open = { title, completedMs: null, completedBy: null };
    if (startedMs === null) return open;
    const endMs = completedMs ?? startedMs + minutes * minuteMs;
    const doneMs = Math.round(startedMs + ((endMs - startedMs) * (index + 1)) / (tasks.length + 0.2));
    return doneMs <= (completedMs ?? untilMs) ? { title, completedMs: doneMs, completedBy: plan.executor } : open;
  });
}

function consume(plan: OrderPlan, atMs: number): DemoConsumption[] {
  return plan.template.parts.map(([code, quantity], index) => ({
    part: partOf(plan.asset.site, code),
    quantity,
    atMs: atMs + index * minuteMs,
    by: plan.executor,
  }));
}

function commentsOf(plan: OrderPlan, status: WorkOrderStatus, startedMs?: number, completedMs?: number): DemoComment[] {
  const comments: DemoComment[] = [];
  const random = randomOf(`comments:${plan.key}`);
  if (startedMs !== undefined && random.chance(0.35)) {
    comments.push({ author: plan.executor, atMs: startedMs + 6 * minuteMs, body: `On site at ${plan.asset.code}, isolating.` });
  }
  if (status === 'on_hold' && startedMs !== undefined) {
    comments.push({ author: plan.executor, atMs: startedMs + 50 * minuteMs, body: holdText(plan.holdReason) });
  }
  if (completedMs !== undefined && random.chance(0.25)) {
    comments.push({
      author: personOf(plan.asset.tenant, 'supervisor'),
      atMs: completedMs + 45 * minuteMs,
      body: 'Thank you. Photos are fine, I will verify today.',
    });
  }
  return comments;
}

function holdText(reason: HoldReason | undefined): string {
  if (reason === 'awaiting_parts') return 'Pump ordered, the store has none left; delivery in nine days';
  if (reason === 'weather') return 'Gusts above 18 m/s at the hub, no climbing today';
  return 'Waiting';
}

function estimate(plan: OrderPlan): number {
  const parts = plan.template.parts.reduce((sum, [code, quantity]) => sum + partOf(plan.asset.site, code).unitCost * quantity, 0);
  return cents(parts + (plan.template.minutes / 60) * laborRate);
}

export function laborCost(labor: DemoLabor): number | null {
  return labor.endMs === null ? null : cents((Math.round((labor.endMs - labor.startMs) / minuteMs) / 60) * laborRate);
}

function cost(labor: readonly DemoLabor[], parts: readonly DemoConsumption[]): number {
  const hours = labor.reduce((sum, row) => sum + (laborCost(row) ?? 0), 0);
  return cents(hours + parts.reduce((sum, row) => sum + row.part.unitCost * row.quantity, 0));
}

export function currencyOf(tenant: TenantCode): string {
  return demoTenants.find((candidate) => candidate.code === tenant)?.currency ?? 'EUR';
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function roundUp(ms: number, toMs: number): number {
  return Math.ceil(ms / toMs) * toMs;
}

function fail(message: string): never {
  throw new Error(message);
}
