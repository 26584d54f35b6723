import { acknowledgedBy, alertId, type AlertPlan } from './alerts.ts';
import { demoAssets, type DemoAsset } from './assets.ts';
import { fixedId } from '../identity/fixed-id.ts';
import { orderTemplates, type OrderTemplate } from './order-templates.ts';
import type { OrderPlan } from './orders.ts';
import { personOf } from './people.ts';
import { randomOf, type Random } from './random.ts';
import { demoRuleCode, demoRules, ruleOf } from './rules.ts';
import { demoSites, type DemoSite } from './sites.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How far back the demo's past reaches. */
export const historyDays = 60;

export interface Past {
  readonly orders: readonly OrderPlan[];
  readonly alerts: readonly AlertPlan[];
}

/** Two months of work and alarms on every site, up to two days ago. */
export function pastOf(nowMs: number): Past {
  const orders: OrderPlan[] = [];
  const alerts: AlertPlan[] = [];
  for (const site of demoSites) {
    const worked = workedDays(site, nowMs);
    orders.push(...worked.orders);
    alerts.push(...worked.alerts, ...passingAlerts(site, nowMs));
  }
  return { orders, alerts };
}

/** The past less what a person or an asset cannot have done beside what is under way now. */
export function without(past: Past, present: Past): Past {
  const clashes = (order: OrderPlan) =>
    present.orders.some(
      (other) =>
        (other.executor.id === order.executor.id || other.asset.id === order.asset.id) &&
        other.startMs < endOf(order) &&
        order.startMs < endOf(other),
    );
  const dropped = new Set(past.orders.filter(clashes).map((order) => order.key));
  return { orders: past.orders.filter((order) => !dropped.has(order.key)), alerts: past.alerts.filter((alert) => !dropped.has(alert.key)) };
}

function endOf(order: OrderPlan): number {
  // With what it may take longer.
  return order.startMs + order.template.minutes * 1.3 * minuteMs;
}

/** Contract §3: nothing may be open on these, so their past ends early enough to be closed, and no demo alarm was ever raised on them. */
export function isKeptClear(asset: DemoAsset): boolean {
  return asset.site === 'CESTAS' && /^INV-0[1-6](-|$)/.test(asset.code);
}

/** Who works when, by site: the executor's local name, the local hour and how likely the slot is taken. */
const slots: Readonly<Record<DemoSite['code'], readonly (readonly [executor: string, hour: number, chance: number])[]>> = {
  CESTAS: [
    ['technician', 8.5, 0.9],
    ['technician', 13.5, 0.75],
  ],
  MOSS: [
    ['contractor', 8, 0.8],
    ['contractor', 13, 0.55],
  ],
  KELDA: [
    ['technician', 8.5, 0.75],
    ['contractor', 9, 0.6],
  ],
};

function workedDays(site: DemoSite, nowMs: number): Past {
  const random = randomOf(`past:${site.code}`);
  const orders: OrderPlan[] = [];
  const alerts: AlertPlan[] = [];
  const lastOnAsset = new Map<string, number>();
  for (let day = historyDays - 2; day >= 2; day -= 1) {
    const midnight = Math.floor(nowMs / dayMs) * dayMs - day * dayMs;
    const weekday = new Date(midnight).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    for (const [executor, hour, chance] of slots[site.code]) {
      if (!random.chance(chance)) continue;
      const startMs = midnight + (hour - site.utcOffsetHours) * hourMs + random.between(0, 3) * 15 * minuteMs;
      const found = findWork(site, random, day, lastOnAsset);
      if (found === undefined) continue;
      const { template, asset } = found;
      lastOnAsset.set(asset.code, day);
      const key = `${site.code}/${day}/${executor}/${hour}`;
      const urgent = template.priority === 'high' || template.priority === 'critical';
      const createdMs = startMs - (urgent ? random.between(75, 200) * minuteMs : random.between(20, 60) * hourMs);
      const stop = !urgent && random.chance(0.06) ? 'cancelled' : 'closed';
      const order = { key, asset, template, createdMs, startMs, executor: personOf(site.tenant, executor), stop } as const;
      if (template.rule === undefined) {
        orders.push(order);
        continue;
      }
      const triggeredMs = createdMs - random.between(6, 25) * minuteMs;
      orders.push({ ...order, alertId: alertId(key, triggeredMs) });
      alerts.push({
        key,
        rule: ruleOf(site.tenant, template.rule),
        asset,
        triggeredMs,
        acknowledged: acknowledgedBy(asset, triggeredMs, random.between(2, 5)),
        resolvedMs: startMs + (template.minutes + random.between(2, 20)) * minuteMs,
        workOrderId: fixedId(`order:${key}`, createdMs),
      });
    }
  }
  return { orders, alerts };
}

// Some equipment is worse than the rest; that is what a prediction can find.
const proneness: Readonly<Record<string, number>> = { 'INV-03': 5, 'INV-08': 6, 'INV-11': 4, 'INV-26': 5, 'WTG-06': 4, 'WTG-11': 5 };

function findWork(site: DemoSite, random: Random, day: number, lastOnAsset: ReadonlyMap<string, number>) {
  const plant = site.siteType === 'wind' ? 'wind' : 'solar';
  const corrective = random.chance(0.42);
  const templates = orderTemplates.filter((template) => template.plant === plant && (template.type === 'corrective') === corrective);
  const template = weighted(templates, (candidate) => candidate.weight, random);
  const assets = demoAssets.filter(
    (asset) => asset.site === site.code && asset.type === template.assetType && isFree(asset, template, day, lastOnAsset),
  );
  if (assets.length === 0) return undefined;
  const asset = weighted(assets, (candidate) => (corrective ? (proneness[candidate.code] ?? 1) : 1), random);
  return { template, asset };
}

function isFree(asset: DemoAsset, template: OrderTemplate, day: number, lastOnAsset: ReadonlyMap<string, number>): boolean {
  if (isKeptClear(asset) && (day < 6 || template.rule === demoRuleCode)) return false;
  if (template.assetType === 'transformer' && asset.parent?.type !== 'plant') return false;
  const last = lastOnAsset.get(asset.code);
  return last === undefined || last - day >= (template.type === 'corrective' ? 2 : 30);
}

/** Alarms that came and went by themselves, or that somebody resolved without an order. */
function passingAlerts(site: DemoSite, nowMs: number): AlertPlan[] {
  const random = randomOf(`alerts:${site.code}`);
  const rules = demoRules.filter(
    (rule) => rule.tenant === site.tenant && rule.clearCondition !== null && isSimple(rule.condition, rule.tagPattern),
  );
  const alerts: AlertPlan[] = [];
  for (let day = historyDays - 1; day >= 1; day -= 1) {
    for (let count = random.between(0, 2); count > 0; count -= 1) {
      const rule = random.pick(rules);
      const assets = demoAssets.filter(
        (asset) =>
          asset.site === site.code &&
          rule.assetTypes.includes(asset.type) &&
          !isKeptClear(asset) &&
          (asset.type !== 'transformer' || asset.parent?.type === 'plant'),
      );
      if (assets.length === 0 || (rule.sites !== null && !rule.sites.includes(site.code))) continue;
      const asset = random.pick(assets);
      const triggeredMs = nowMs - day * dayMs + random.between(0, 18 * 60) * minuteMs;
      alerts.push({
        key: `passing/${site.code}/${day}/${count}`,
        rule,
        asset,
        triggeredMs,
        acknowledged: acknowledgedBy(asset, triggeredMs, random.between(1, 10), 'Watching'),
        resolvedMs: triggeredMs + random.between(15, 240) * minuteMs,
      });
    }
  }
  return alerts;
}

function isSimple(condition: Readonly<Record<string, unknown>>, tagPattern: string): boolean {
  return (condition['operator'] === '>' || condition['operator'] === '<') && !tagPattern.slice(1).includes('*');
}

function weighted<Item>(items: readonly Item[], weight: (item: Item) => number, random: Random): Item {
  const total = items.reduce((sum, item) => sum + weight(item), 0);
  let left = random.next() * total;
  for (const item of items) {
    left -= weight(item);
    if (left < 0) return item;
  }
  return random.pick(items);
}
