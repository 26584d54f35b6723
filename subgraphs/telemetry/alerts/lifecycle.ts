import type { AlertStatus } from '@dcmms/db/telemetry/alerts.ts';
import { Refusal, type Problem } from '@dcmms/runtime/refusal.ts';
import type { AlertRow } from '../rows.ts';
import { isCleared } from './needs-acknowledgement.ts';

/**
 * What a person may do with an alert, and from where (domain reference, 3.7). Raising, clearing, raising again and the end of a
 * suppression by its clock are the bridge's. `cleared`: where it leads one that is over and was never acknowledged (ISA-18.2, state D:
 * returned to normal, unacknowledged). `seen`: where it leads one that is acknowledged: a raise on the shelf takes that away.
 */
export const alertVerbs = {
  acknowledge: { permission: 'acknowledge:alerts', from: ['active'], to: 'acknowledged', cleared: 'resolved', seen: null },
  resolve: { permission: 'resolve:alerts', from: ['active', 'acknowledged'], to: 'resolved', cleared: null, seen: null },
  suppress: { permission: 'suppress:alerts', from: ['active', 'acknowledged'], to: 'suppressed', cleared: null, seen: null },
  unsuppress: { permission: 'suppress:alerts', from: ['suppressed'], to: 'active', cleared: null, seen: 'acknowledged' },
} as const satisfies Record<string, Verb>;

interface Verb {
  readonly permission: string;
  readonly from: readonly AlertStatus[];
  readonly to: AlertStatus;
  readonly cleared: AlertStatus | null;
  readonly seen: AlertStatus | null;
}

export type AlertVerb = keyof typeof alertVerbs;

/** The status that a verb leads to; refuses with NOT_ALLOWED_NOW and shows the alert as it is. */
export function advance(alert: AlertRow, verb: AlertVerb): AlertStatus {
  const to = statusAfter(alert, verb);
  if (to === undefined) throw new Refusal([{ ...hindrance(alert), path: ['id'] }], { alert });
  return to;
}

/** The same without a refusal: undefined when the verb cannot be done to the alert as it is. */
export function statusAfter(alert: AlertRow, verb: AlertVerb): AlertStatus | undefined {
  const { from, to, cleared, seen } = alertVerbs[verb];
  if (from.some((status) => status === alert.status)) return (alert.acknowledgedAt !== null && seen) || to;
  return (isCleared(alert) && cleared) || undefined;
}

/** What keeps every verb that is not possible from an alert as it is. */
export function hindrance({ status }: AlertRow): Omit<Problem, 'path'> {
  return { code: 'NOT_ALLOWED_NOW', message: standing[status] };
}

const standing: Record<AlertStatus, string> = {
  active: 'This alert is active.',
  acknowledged: 'This alert is acknowledged already.',
  resolved: 'This alert is over already.',
  suppressed: 'This alert is suppressed. It can be handled again when its suppression has ended, or somebody ends it.',
};
