import { instantAt, wallAt } from '../time/zoned.ts';

/** A window for work that has none: the next full hour that leaves time to prepare, within the working day at the site. */
export function proposedWindow(
  now: Date,
  zone: string,
  minutes: number | null | undefined,
): { readonly start: string; readonly end: string } {
  const wall = wallAt(now, zone);
  const hour = wall.hour + 1;
  const day = hour > 15 ? wall.day + 1 : wall.day;
  const start = instantAt({ ...wall, day, hour: hour > 15 || hour < 7 ? 8 : hour, minute: 0, second: 0 }, zone);
  const end = new Date(start.getTime() + (minutes ?? 120) * 60_000);
  return { start: start.toISOString(), end: end.toISOString() };
}
