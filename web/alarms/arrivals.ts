import { byPriority, isUnacknowledged, type Alarm } from './alarm.ts';

/** What a list knows of an alarm: how often it had been raised when the list took it up. */
export type Seen = ReadonlyMap<string, number>;

/** Whether an event brings something that the list does not show yet: a new alarm, or one that was raised again. */
export function isArrival(alarm: Pick<Alarm, 'id' | 'status' | 'occurrenceCount'>, seen: Seen): boolean {
  if (alarm.status !== 'ACTIVE') return false;
  const known = seen.get(alarm.id);
  return known === undefined || alarm.occurrenceCount > known;
}

/**
 * What waits to be shown, by an event: the newest state of each alarm, also of one that came and went meanwhile; one that somebody took
 * on or resolved waits no longer.
 */
export function collect(waiting: readonly Alarm[], alarm: Alarm, seen: Seen): readonly Alarm[] {
  const others = waiting.filter((each) => each.id !== alarm.id);
  const waited = others.length < waiting.length;
  if (isArrival(alarm, seen) || (waited && isUnacknowledged(alarm))) return [...others, alarm].sort(byPriority);
  return waited ? others : waiting;
}

/**
 * Takes up what the list shows: what is new there by its count, what was there keeps its own, so that a later raise is an arrival.
 * What is no longer there is forgotten: when it comes back, from a shelf for instance, it is an arrival too.
 */
export function takeUp(seen: Seen, alarms: readonly Pick<Alarm, 'id' | 'occurrenceCount'>[]): Seen {
  return new Map(alarms.map(({ id, occurrenceCount }) => [id, seen.get(id) ?? occurrenceCount]));
}

/** What still waits when the list was read: a new alarm that came with it does not, one that was raised again does. */
export function stillWaiting(waiting: readonly Alarm[], seen: Seen, alarms: readonly Pick<Alarm, 'id'>[]): readonly Alarm[] {
  const read = new Set(alarms.map(({ id }) => id));
  const left = waiting.filter(({ id }) => seen.has(id) || !read.has(id));
  return left.length === waiting.length ? waiting : left;
}
