import { fixedId } from '../identity/fixed-id.ts';
import type { HoldReason, WorkOrderStatus } from '../work-orders/work-orders.ts';
import { acknowledgedBy, alertId } from './alerts.ts';
import { assetOf } from './assets.ts';
import type { Past } from './history.ts';
import { orderTemplates } from './order-templates.ts';
import type { OrderPlan } from './orders.ts';
import { personOf } from './people.ts';
import { ruleOf } from './rules.ts';
import type { TenantCode } from './tenants.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const quarterMs = 15 * minuteMs;

interface Now {
  readonly tenant: TenantCode;
  readonly asset: string;
  readonly template: string;
  readonly stop: WorkOrderStatus;
  readonly executor: string;
  /** Hours from now: negative is the past. */
  readonly createdIn: number;
  readonly startIn: number;
  readonly hold?: HoldReason;
  readonly cancelled?: string;
  /** Raised by the alert of this key of `standingAlerts`. */
  readonly alert?: string;
}

// What is under way now, on every site in every state. The technicians have nothing within the next two days (contract §3),
// and nothing is open on INV-01 to INV-06 of CESTAS.
// prettier-ignore
const orders: readonly Now[] = [
  { tenant: 'helios', asset: 'INV-11',      template: 'inverter-contactor',    stop: 'in_progress', executor: 'contractor', createdIn: -5,   startIn: -1.25 },
  { tenant: 'helios', asset: 'RACK-03',     template: 'rack-service',          stop: 'on_hold',     executor: 'contractor', createdIn: -120, startIn: -70, hold: 'awaiting_parts' },
  { tenant: 'helios', asset: 'INV-08',      template: 'inverter-service',      stop: 'assigned',    executor: 'technician', createdIn: -50,  startIn: 75 },
  { tenant: 'helios', asset: 'TRF-02',      template: 'transformer-oil',       stop: 'scheduled',   executor: 'technician', createdIn: -30,  startIn: 122 },
  { tenant: 'helios', asset: 'INV-10-CB-2', template: 'combiner-fuses',        stop: 'approved',    executor: 'technician', createdIn: -3,   startIn: 0, alert: 'INV-10-CB-2' },
  { tenant: 'helios', asset: 'INV-09',      template: 'inverter-insulation',   stop: 'submitted',   executor: 'technician', createdIn: -2,   startIn: 0, alert: 'INV-09' },
  { tenant: 'helios', asset: 'WS-02',       template: 'pyranometer-clean',     stop: 'draft',       executor: 'technician', createdIn: -20,  startIn: 0 },
  { tenant: 'helios', asset: 'INV-12',      template: 'inverter-service',      stop: 'completed',   executor: 'technician', createdIn: -90,  startIn: -28 },
  { tenant: 'helios', asset: 'INV-07-CB-3', template: 'combiner-thermography', stop: 'verified',    executor: 'technician', createdIn: -110, startIn: -50 },
  { tenant: 'helios', asset: 'INV-23',      template: 'inverter-service',      stop: 'assigned',    executor: 'contractor', createdIn: -60,  startIn: 27 },
  { tenant: 'helios', asset: 'INV-25',      template: 'inverter-contactor',    stop: 'scheduled',   executor: 'contractor', createdIn: -9,   startIn: 30 },
  { tenant: 'helios', asset: 'RACK-25',     template: 'rack-hot',              stop: 'approved',    executor: 'contractor', createdIn: -6,   startIn: 0, alert: 'RACK-25' },
  { tenant: 'helios', asset: 'INV-27-CB-1', template: 'combiner-thermography', stop: 'submitted',   executor: 'contractor', createdIn: -26,  startIn: 0 },
  { tenant: 'helios', asset: 'WS-21',       template: 'pyranometer-clean',     stop: 'draft',       executor: 'contractor', createdIn: -7,   startIn: 0 },
  { tenant: 'helios', asset: 'INV-21',      template: 'inverter-service',      stop: 'completed',   executor: 'contractor', createdIn: -80,  startIn: -24 },
  { tenant: 'helios', asset: 'TRF-22',      template: 'transformer-oil',       stop: 'cancelled',   executor: 'contractor', createdIn: -75,  startIn: -10, cancelled: 'The laboratory is closed this month' },
  { tenant: 'borealis', asset: 'WTG-03',     template: 'generator-bearing',    stop: 'in_progress', executor: 'contractor', createdIn: -6,   startIn: -1.5 },
  { tenant: 'borealis', asset: 'WTG-05',     template: 'turbine-service',      stop: 'on_hold',     executor: 'contractor', createdIn: -100, startIn: -30, hold: 'weather' },
  { tenant: 'borealis', asset: 'WTG-07',     template: 'turbine-service',      stop: 'assigned',    executor: 'technician', createdIn: -70,  startIn: 74 },
  { tenant: 'borealis', asset: 'WTG-02',     template: 'gearbox-hot',          stop: 'scheduled',   executor: 'contractor', createdIn: -20,  startIn: 28, alert: 'WTG-02' },
  { tenant: 'borealis', asset: 'WTG-09-GBX', template: 'gearbox-oil',          stop: 'approved',    executor: 'technician', createdIn: -40,  startIn: 0 },
  { tenant: 'borealis', asset: 'WTG-10',     template: 'pitch-accumulator',    stop: 'submitted',   executor: 'technician', createdIn: -4,   startIn: 0 },
  { tenant: 'borealis', asset: 'WTG-12-YAW', template: 'yaw-brake',            stop: 'draft',       executor: 'technician', createdIn: -16,  startIn: 0 },
  { tenant: 'borealis', asset: 'WTG-04',     template: 'turbine-service',      stop: 'completed',   executor: 'technician', createdIn: -95,  startIn: -27 },
  { tenant: 'borealis', asset: 'WTG-08-GBX', template: 'gearbox-oil',          stop: 'verified',    executor: 'technician', createdIn: -120, startIn: -52 },
];

interface Standing {
  readonly tenant: TenantCode;
  readonly asset: string;
  readonly rule: string;
  /** Hours ago. */
  readonly ago: number;
  /** Minutes after which it was acknowledged; not at all when left out. */
  readonly acknowledged?: number;
  readonly suppressedForHours?: number;
  /** Minutes after which its clear condition ended it. */
  readonly clearedAfter?: number;
}

// prettier-ignore
const standingAlerts: readonly Standing[] = [
  { tenant: 'helios',   asset: 'INV-09',      rule: 'INV-INSULATION-LOW', ago: 2.3,  acknowledged: 4 },
  { tenant: 'helios',   asset: 'INV-10-CB-2', rule: 'CB-REVERSE-CURRENT', ago: 3.4,  acknowledged: 6 },
  { tenant: 'helios',   asset: 'TRF-04',      rule: 'TRF-OIL-HOT',        ago: 0.6 },
  { tenant: 'helios',   asset: 'RACK-06',     rule: 'RACK-CELL-LOW',      ago: 27,   suppressedForHours: 70 },
  { tenant: 'helios',   asset: 'RACK-25',     rule: 'RACK-CELL-HOT',      ago: 6.5,  acknowledged: 3 },
  { tenant: 'helios',   asset: 'INV-26',      rule: 'INV-INSULATION-LOW', ago: 1.1 },
  { tenant: 'borealis', asset: 'WTG-02',      rule: 'GBX-BEARING-HOT',    ago: 20.5, acknowledged: 9 },
  { tenant: 'borealis', asset: 'WTG-11',      rule: 'GEN-BEARING-HOT',    ago: 1.7 },
  { tenant: 'borealis', asset: 'WTG-06',      rule: 'HYD-OIL-HOT',        ago: 31,   acknowledged: 40 },
  // Over before anybody had seen them: they still wait for an acknowledgement.
  { tenant: 'helios',   asset: 'RACK-02',     rule: 'RACK-CELL-HOT',      ago: 9.4,  clearedAfter: 52 },
  { tenant: 'helios',   asset: 'RACK-22',     rule: 'RACK-CELL-LOW',      ago: 3.1,  clearedAfter: 34 },
  { tenant: 'borealis', asset: 'WTG-09',      rule: 'HYD-OIL-HOT',        ago: 5.2,  clearedAfter: 95 },
];

/** What is open, or waits to be seen, at the moment the demo is made. */
export function presentOf(nowMs: number): Past {
  return {
    orders: orders.map((order) => orderPlan(order, nowMs)),
    alerts: standingAlerts.map((alert) => {
      const asset = assetOf(alert.tenant, alert.asset);
      const triggeredMs = triggered(alert, nowMs);
      const order = orders.find((candidate) => candidate.tenant === alert.tenant && candidate.alert === alert.asset);
      return {
        key: alertKey(alert),
        rule: ruleOf(alert.tenant, alert.rule),
        asset,
        triggeredMs,
        acknowledged: alert.acknowledged === undefined ? undefined : acknowledgedBy(asset, triggeredMs, alert.acknowledged),
        resolvedMs: alert.clearedAfter === undefined ? undefined : triggeredMs + alert.clearedAfter * minuteMs,
        suppressed:
          alert.suppressedForHours === undefined
            ? undefined
            : { untilMs: nowMs + alert.suppressedForHours * hourMs, reason: 'Known, the rack is balanced over the weekend' },
        workOrderId: order === undefined ? undefined : fixedId(`order:${orderKey(order)}`, created(order, nowMs)),
      };
    }),
  };
}

function orderPlan(order: Now, nowMs: number): OrderPlan {
  const template = orderTemplates.find((candidate) => candidate.key === order.template);
  if (template === undefined) throw new Error(`There is no order template ${order.template}.`);
  const raised = standingAlerts.find((candidate) => candidate.tenant === order.tenant && candidate.asset === order.alert);
  return {
    key: orderKey(order),
    asset: assetOf(order.tenant, order.asset),
    template,
    createdMs: created(order, nowMs),
    startMs: Math.round((nowMs + order.startIn * hourMs) / quarterMs) * quarterMs,
    executor: personOf(order.tenant, order.executor),
    stop: order.stop,
    holdReason: order.hold,
    cancellationReason: order.cancelled,
    alertId: raised === undefined ? undefined : alertId(alertKey(raised), triggered(raised, nowMs)),
  };
}

function orderKey(order: Now): string {
  return `now/${order.tenant}/${order.asset}`;
}

function alertKey(alert: Standing): string {
  return `now/${alert.tenant}/${alert.asset}`;
}

function created(order: Now, nowMs: number): number {
  return nowMs + order.createdIn * hourMs;
}

function triggered(alert: Standing, nowMs: number): number {
  return Math.round(nowMs - alert.ago * hourMs);
}
