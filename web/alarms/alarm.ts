import type { AlarmRowFragment, AlertSeverity, AlertStatus } from '../gql/graphql.ts';

export type Alarm = AlarmRowFragment;

/** Worst first. */
export const severities: readonly AlertSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'];

/** 0 is the worst. */
export function rankOf(severity: AlertSeverity): number {
  return severities.indexOf(severity);
}

/** Nobody has said that they have seen it: it is active, or was over before anybody had. */
export function isUnacknowledged(alarm: Pick<Alarm, 'needsAcknowledgement'>): boolean {
  return alarm.needsAcknowledgement;
}

/** Its condition is over, or somebody said so. */
export function isOver(alarm: { readonly status: AlertStatus }): boolean {
  return alarm.status === 'RESOLVED';
}

/** Over before anybody had acknowledged it (ISA-18.2: returned to normal, unacknowledged). */
export function isCleared(alarm: Pick<Alarm, 'status' | 'needsAcknowledgement'>): boolean {
  return isOver(alarm) && isUnacknowledged(alarm);
}

/** Its condition needs attention: neither over nor shelved. */
export function isOpen(alarm: { readonly status: AlertStatus }): boolean {
  return alarm.status === 'ACTIVE' || alarm.status === 'ACKNOWLEDGED';
}

/** What happened, without the asset's code, which has a column of its own: "Inverter heatsink critically hot: INV-07" is told once. */
export function causeOf(alarm: Pick<Alarm, 'title' | 'asset'>): string {
  const suffix = alarm.asset ? `: ${alarm.asset.code}` : '';
  return suffix !== '' && alarm.title.endsWith(suffix) ? alarm.title.slice(0, -suffix.length) : alarm.title;
}

/** On which side of its limit the value was: `>` or `<`; null when one of them is not known. */
export function sideOf({ value, threshold }: { readonly value?: number | null; readonly threshold?: number | null }): '>' | '<' | null {
  if (value == null || threshold == null || value === threshold) return null;
  return value > threshold ? '>' : '<';
}

/** When it was raised last, in milliseconds: a raise within 15 minutes of the end is the same alarm again. */
export function raisedMs(alarm: Pick<Alarm, 'triggeredAt' | 'lastOccurrenceAt'>): number {
  return Date.parse(alarm.lastOccurrenceAt ?? alarm.triggeredAt);
}

/** The worst first, then the newest raise. */
export function byPriority(one: Alarm, other: Alarm): number {
  return rankOf(one.severity) - rankOf(other.severity) || raisedMs(other) - raisedMs(one) || (one.id < other.id ? 1 : -1);
}
