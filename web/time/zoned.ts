/** A wall clock's reading somewhere: what calendar and clock show there. Months from 1. */
export interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** What a clock in the zone (IANA name) shows at the instant. */
export function wallAt(instant: Date, zone: string): Wall {
  const parts: Record<string, number> = {};
  for (const { type, value } of partsOf(zone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/**
 * The instant at which a clock in the zone shows this. Where it shows it twice (autumn) the first one; where it never does (spring)
 * the instant as far after the gap as the wall says: Temporal's `compatible`. Fields may run over: day 0 is the last of the month before.
 */
export function instantAt(wall: Wall, zone: string): Date {
  const asUtc = utcOf(wall);
  const before = offsetMs(new Date(asUtc - 86_400_000), zone);
  const after = offsetMs(new Date(asUtc + 86_400_000), zone);
  const early = new Date(asUtc - before);
  if (offsetMs(early, zone) === before) return early;
  const late = new Date(asUtc - after);
  if (offsetMs(late, zone) === after) return late;
  return early;
}

/** How far the zone's clock is ahead of UTC at the instant. */
export function offsetMs(instant: Date, zone: string): number {
  return utcOf(wallAt(instant, zone)) - Math.floor(instant.getTime() / 1000) * 1000;
}

/** The wall read as if it hung at Greenwich. `Date.UTC` would take the year 20, which somebody is typing, for 1920. */
function utcOf({ year, month, day, hour, minute, second }: Wall): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second);
}

export type CalendarUnit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'y';

/** The start of the unit that the instant lies in, by the zone's calendar; weeks begin on Monday. */
export function startOf(unit: CalendarUnit, instant: Date, zone: string): Date {
  const wall = wallAt(instant, zone);
  if (unit === 's' || unit === 'm' || unit === 'h') {
    // By elapsed time, or the hour that comes twice in autumn would jump back.
    const size = { s: 1_000, m: 60_000, h: 3_600_000 }[unit];
    const shift = offsetMs(instant, zone);
    return new Date(Math.floor((instant.getTime() + shift) / size) * size - shift);
  }
  const midnight = { ...wall, hour: 0, minute: 0, second: 0 };
  if (unit === 'd') return instantAt(midnight, zone);
  if (unit === 'w') return instantAt({ ...midnight, day: wall.day - ((weekday(wall) + 6) % 7) }, zone);
  if (unit === 'M') return instantAt({ ...midnight, day: 1 }, zone);
  return instantAt({ ...midnight, day: 1, month: 1 }, zone);
}

/** The instant moved by so many units: days and longer by the calendar (same clock time), shorter ones by elapsed time. */
export function shift(instant: Date, amount: number, unit: CalendarUnit, zone: string): Date {
  const size = { s: 1_000, m: 60_000, h: 3_600_000 }[unit as string];
  if (size !== undefined) return new Date(instant.getTime() + amount * size);
  const wall = wallAt(instant, zone);
  const ms = instant.getTime() - Math.floor(instant.getTime() / 1000) * 1000;
  const at = (moved: Wall): Date => new Date(instantAt(moved, zone).getTime() + ms);
  if (unit === 'd') return at({ ...wall, day: wall.day + amount });
  if (unit === 'w') return at({ ...wall, day: wall.day + 7 * amount });
  const months = wall.year * 12 + (wall.month - 1) + amount * (unit === 'y' ? 12 : 1);
  const year = Math.floor(months / 12);
  const month = (months % 12) + 1;
  // The 31st a month later is the 30th where there is no 31st.
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return at({ ...wall, year, month, day: Math.min(wall.day, last) });
}

/** Days since 1970-01-01 of the date that the zone's calendar shows: equal for two instants of the same day there. */
export function dayNumber(instant: Date, zone: string): number {
  const { year, month, day } = wallAt(instant, zone);
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** 0 is Sunday. */
function weekday({ year, month, day }: Wall): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}
