import type { WorkOrderPriority } from '../gql/graphql.ts';
import { instantAt, wallAt } from '../time/zoned.ts';

interface Work {
  readonly minutes?: number | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly priority?: WorkOrderPriority;
}

const minutesDefault = 120;
const stepMs = 5 * 60_000;

/**
 * A window for work that has none, as ISO 8601: the next full hour that leaves time to prepare, within the working day at the site.
 * What is critical, and what would be done after it is due, begins in five to ten minutes, whatever the hour.
 */
export function proposedWindow(
  now: Date,
  zone: string,
  { minutes, dueAt, priority }: Work,
): { readonly start: string; readonly end: string } {
  const lengthMs = (minutes ?? minutesDefault) * 60_000;
  const wall = wallAt(now, zone);
  const hour = wall.hour + 1;
  const day = hour > 15 ? wall.day + 1 : wall.day;
  const calm = instantAt({ ...wall, day, hour: hour > 15 || hour < 7 ? 8 : hour, minute: 0, second: 0 }, zone).getTime();
  const isLate = dueAt != null && calm + lengthMs > Date.parse(dueAt);
  const start = isLate || priority === 'CRITICAL' ? (Math.floor(now.getTime() / stepMs) + 2) * stepMs : calm;
  return { start: new Date(start).toISOString(), end: new Date(start + lengthMs).toISOString() };
}

/** Farther nobody plans: a year that is being typed begins with 0002. */
const movedMsMax = 366 * 86_400_000;

/** A start that is moved takes the end along: the work takes as long as before. */
export function movedEnd(start: unknown, before: { readonly start: string; readonly end: string }): { readonly end?: string } {
  const by = typeof start === 'string' ? Date.parse(start) - Date.parse(before.start) : Number.NaN;
  const end = Date.parse(before.end) + by;
  return Number.isNaN(end) || Math.abs(by) > movedMsMax ? {} : { end: new Date(end).toISOString() };
}
