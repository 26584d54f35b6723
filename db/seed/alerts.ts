import { fixedId } from '../identity/fixed-id.ts';
import type { AlertStatus } from '../telemetry/alerts.ts';
import type { DemoAsset } from './assets.ts';
import { personOf, type DemoPerson } from './people.ts';
import { randomOf } from './random.ts';
import type { DemoRule } from './rules.ts';
import { tagOf, type DemoTag } from './tags.ts';

const minuteMs = 60_000;

/** An alert that a rule raised; `key` is unique in the seed. */
export interface AlertPlan {
  readonly key: string;
  readonly rule: DemoRule;
  readonly asset: DemoAsset;
  readonly triggeredMs: number;
  readonly acknowledged?: { readonly by: DemoPerson; readonly atMs: number; readonly comment: string } | undefined;
  /** Its end; without one it is open. */
  readonly resolvedMs?: number | undefined;
  readonly workOrderId?: string | undefined;
  readonly suppressed?: { readonly untilMs: number; readonly reason: string } | undefined;
}

export interface DemoAlert {
  readonly id: string;
  readonly rule: DemoRule;
  readonly asset: DemoAsset;
  readonly tag: DemoTag;
  readonly status: AlertStatus;
  readonly value: number;
  readonly threshold: number;
  readonly title: string;
  readonly message: string;
  readonly triggeredMs: number;
  readonly occurrenceCount: number;
  readonly acknowledged: AlertPlan['acknowledged'] | null;
  readonly resolved: { readonly atMs: number; readonly by: DemoPerson | null; readonly resolution: string } | null;
  readonly suppressed: AlertPlan['suppressed'] | null;
  readonly workOrderId: string | null;
}

export function alertId(key: string, triggeredMs: number): string {
  return fixedId(`alert:${key}`, triggeredMs);
}

/** Turns a plan into the alert that the rules would have raised, with a value just beyond the limit. */
export function raiseAlert(plan: AlertPlan): DemoAlert {
  const { rule, asset } = plan;
  const random = randomOf(`alert:${plan.key}`);
  const tag = tagOf(rule.tagPattern.replace('*', asset.code), asset.site);
  const { operator, threshold } = limitOf(rule);
  const beyond = Math.abs(threshold) * (0.01 + random.next() * 0.05);
  // As fine as sensors of that size read: 91.4 °C, but 2.71 V.
  const scale = Math.abs(threshold) < 10 ? 100 : 10;
  const value = Math.round((operator === '>' ? threshold + beyond : threshold - beyond) * scale) / scale;
  const byPerson = plan.workOrderId !== undefined && random.chance(0.4);
  return {
    id: alertId(plan.key, plan.triggeredMs),
    rule,
    asset,
    tag,
    status: statusOf(plan),
    value,
    threshold,
    title: `${rule.name}: ${asset.code}`,
    message: `${tag.name} is ${value} ${tag.unit}, ${operator === '>' ? 'above' : 'below'} the limit of ${threshold} ${tag.unit}.`,
    triggeredMs: plan.triggeredMs,
    occurrenceCount: random.chance(0.2) ? 2 : 1,
    acknowledged: plan.acknowledged ?? null,
    resolved:
      plan.resolvedMs === undefined
        ? null
        : {
            atMs: plan.resolvedMs,
            by: byPerson ? personOf(asset.tenant, 'operator') : null,
            resolution: byPerson ? 'Repaired, value is normal again' : 'The clear condition held',
          },
    suppressed: plan.suppressed ?? null,
    workOrderId: plan.workOrderId ?? null,
  };
}

function statusOf(plan: AlertPlan): AlertStatus {
  if (plan.resolvedMs !== undefined) return 'resolved';
  if (plan.suppressed !== undefined) return 'suppressed';
  return plan.acknowledged === undefined ? 'active' : 'acknowledged';
}

function limitOf(rule: DemoRule): { operator: '>' | '<'; threshold: number } {
  const { operator, value } = rule.condition;
  if ((operator !== '>' && operator !== '<') || typeof value !== 'number')
    throw new Error(`The seed raises no alerts of rule ${rule.code}.`);
  return { operator, threshold: value };
}

/** Acknowledged by the tenant's operator some minutes after it was raised. */
export function acknowledgedBy(asset: DemoAsset, triggeredMs: number, minutes: number, comment = 'Seen, technician informed') {
  return { by: personOf(asset.tenant, 'operator'), atMs: triggeredMs + minutes * minuteMs, comment };
}
