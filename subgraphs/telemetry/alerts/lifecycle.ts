import type { AlertStatus } from '@dcmms/db/telemetry/alerts.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
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
  const { from, to } = alertVerbs[verb];
  if (from.some((status) => status === alert.status)) return to;
  refuse('NOT_ALLOWED_NOW', standing[alert.status], ['id'], { alert });
}

const standing: Record<AlertStatus, string> = {
  active: 'This alert is active.',
  acknowledged: 'This alert is acknowledged already.',
  resolved: 'This alert is over already.',
  suppressed: 'This alert is suppressed. It can be handled again when its suppression has ended.',
};
