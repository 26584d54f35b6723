import { isArrival } from '../alarms/arrivals.ts';
import { rankOf, type Alarm } from '../alarms/alarm.ts';
import type { AlertSeverity } from '../gql/graphql.ts';
import type { SoundChoice } from './sound-choice.ts';

/** Alarms that are heard: they came while somebody listened, nobody has acknowledged them, and nobody here has silenced them. */
export type Sounding = ReadonlyMap<string, AlertSeverity>;

type Heard = Pick<Alarm, 'id' | 'severity' | 'status' | 'needsAcknowledgement' | 'occurrenceCount'>;

/** Tones are never nearer to each other than this, however many alarms come: a flood is no siren. */
export const gapMs = 2_000;

/** After this the tone comes again, until the alarms are acknowledged or silenced. */
export const repeatMs = 10_000;

/** INFO needs no response, so nobody is called to it. */
export function isAudible(severity: AlertSeverity, choice: SoundChoice): boolean {
  if (choice === 'off' || severity === 'INFO') return false;
  return choice === 'all' || severity === 'CRITICAL' || severity === 'HIGH';
}

/**
 * Takes an event up and says whether it brings a new alarm, or one that was raised again. Those that were there before anybody listened
 * are in `seen` from the start: how often each alarm that is not over had been raised.
 */
export function isNew(alarm: Heard, seen: Map<string, number>): boolean {
  const arrives = isArrival(alarm, seen);
  // From a shelf, or after its end, it comes anew.
  if (alarm.status === 'SUPPRESSED' || alarm.status === 'RESOLVED') seen.delete(alarm.id);
  else seen.set(alarm.id, alarm.occurrenceCount);
  return arrives;
}

/** What sounds after an event: a new alarm begins; one that somebody takes on, or shelves, ends. */
export function afterEvent(sounding: Sounding, alarm: Heard, arrives: boolean, choice: SoundChoice): Sounding {
  if (arrives && isAudible(alarm.severity, choice)) return new Map([...sounding, [alarm.id, alarm.severity]]);
  if (alarm.needsAcknowledgement || !sounding.has(alarm.id)) return sounding;
  return new Map([...sounding].filter(([id]) => id !== alarm.id));
}

/** Whose tone it is; null when there is silence. */
export function worstOf(sounding: Sounding): AlertSeverity | null {
  const [worst = null] = [...sounding.values()].sort((one, other) => rankOf(one) - rankOf(other));
  return worst;
}

/** How long to wait for the next tone: a new alarm is heard at once but for the gap, the others when their time has come again. */
export function waitMs(before: Sounding, sounding: Sounding, sinceToneMs: number): number {
  const hasNew = [...sounding.keys()].some((id) => !before.has(id));
  return Math.max(0, (hasNew ? gapMs : repeatMs) - sinceToneMs);
}
