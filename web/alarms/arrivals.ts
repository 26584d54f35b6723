import { byPriority, type Alarm } from './alarm.ts';

/** What a list knows of an alarm: how often it had been raised when the list took it up. */
export type Seen = ReadonlyMap<string, number>;

/** Whether an event brings something that the list does not show yet: a new alarm, or one that was raised again. */
export function isArrival(alarm: Pick<Alarm, 'id' | 'status' | 'occurrenceCount'>, seen: Seen): boolean {
  if (alarm.status !== 'ACTIVE') return false;
  const known = seen.get(alarm.id);
  return known === undefined || alarm.occurrenceCount > known;
}

/**
 * What waits to be shown, by an event: the newest state of each alarm; one that is over, or that somebody took on meanwhile, waits no
 * longer.
 */
export function collect(waiting: readonly Alarm[], alarm: Alarm, seen: Seen): readonly Alarm[] {
  const others = waiting.filter((each) => each.id !== alarm.id);
  if (isArrival(alarm, seen)) return [...others, alarm].sort(byPriority);
  return others.length === waiting.length ? waiting : others;
}

/** Takes up alarms that the list shows and had not taken up; what was known keeps its count, so that a later raise is an arrival. */
export function takeUp(seen: Seen, alarms: readonly Pick<Alarm, 'id' | 'occurrenceCount'>[]): Seen {
  const fresh = alarms.filter(({ id }) => !seen.has(id));
  if (fresh.length === 0) return seen;
  return new Map([...seen, ...fresh.map(({ id, occurrenceCount }) => [id, occurrenceCount] as const)]);
}
