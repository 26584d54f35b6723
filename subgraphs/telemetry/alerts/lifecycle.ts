import type { AlertStatus } from '@dcmms/db/telemetry/alerts.ts';
import { Refusal, type Problem } from '@dcmms/runtime/refusal.ts';
import type { AlertRow } from '../rows.ts';

/**
 * What a person may do with an alert, and from where (domain reference, 3.7). Raising, clearing, raising again and the end of a
 * suppression are the bridge's.
 */
export const alertVerbs = {
  acknowledge: { from: ['active'], to: 'acknowledged' },
  resolve: { from: ['active', 'acknowledged'], to: 'resolved' },
  suppress: { from: ['active', 'acknowledged'], to: 'suppressed' },
} as const satisfies Record<string, { from: readonly AlertStatus[]; to: AlertStatus }>;

export type AlertVerb = keyof typeof alertVerbs;

/** The status that a verb leads to; refuses with NOT_ALLOWED_NOW and shows the alert as it is. */
export function advance(alert: AlertRow, verb: AlertVerb): AlertStatus {
  const problem = hindrance(alert, verb);
  if (problem) throw new Refusal([{ ...problem, path: ['id'] }], { alert });
  return alertVerbs[verb].to;
}

/** What keeps a verb from being done to an alert as it is; undefined when nothing does. */
export function hindrance({ status }: AlertRow, verb: AlertVerb): Omit<Problem, 'path'> | undefined {
  const isPossible = alertVerbs[verb].from.some((from) => from === status);
  return isPossible ? undefined : { code: 'NOT_ALLOWED_NOW', message: standing[status] };
}

const standing: Record<AlertStatus, string> = {
  active: 'This alert is active.',
  acknowledged: 'This alert is acknowledged already.',
  resolved: 'This alert is over already.',
  suppressed: 'This alert is suppressed. It can be handled again when its suppression has ended.',
};
