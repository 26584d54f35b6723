import type { AlarmDetailQuery } from '../gql/graphql.ts';

export type AlarmRecord = NonNullable<AlarmDetailQuery['alert']>;

/** What happened to an alarm and who did it. The instant of a suppression is not kept, only its end. */
export interface Happening {
  readonly kind: 'raised' | 'raisedAgain' | 'acknowledged' | 'suppressed' | 'cleared' | 'resolved';
  readonly at: string;
  /** Null when the system did it, and when a person did whose name the row does not keep: `isAutomatic` tells which. */
  readonly by: string | null;
  readonly text: string | null;
}

/** The system did it. Whatever else happens to an alarm, a person does. */
export function isAutomatic(kind: Happening['kind']): boolean {
  return kind === 'raised' || kind === 'raisedAgain' || kind === 'cleared';
}

/** Oldest first. */
export function historyOf(alarm: AlarmRecord): Happening[] {
  const happenings: Happening[] = [{ kind: 'raised', at: alarm.triggeredAt, by: null, text: alarm.message }];
  if (alarm.occurrenceCount > 1 && alarm.lastOccurrenceAt) {
    happenings.push({ kind: 'raisedAgain', at: alarm.lastOccurrenceAt, by: null, text: null });
  }
  if (alarm.acknowledgedAt) {
    const by = alarm.acknowledgedBy?.displayName ?? null;
    happenings.push({ kind: 'acknowledged', at: alarm.acknowledgedAt, by, text: alarm.acknowledgmentComment });
  }
  if (alarm.suppressedUntil) {
    happenings.push({ kind: 'suppressed', at: alarm.suppressedUntil, by: null, text: alarm.suppressionReason });
  }
  if (alarm.resolvedAt) {
    const kind = alarm.resolvedAutomatically ? 'cleared' : 'resolved';
    happenings.push({ kind, at: alarm.resolvedAt, by: alarm.resolvedBy?.displayName ?? null, text: alarm.resolution });
  }
  return happenings.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
