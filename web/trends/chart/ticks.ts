import { localeOf } from '../../time/format.ts';
import { offsetMs } from '../../time/zoned.ts';
import type { Span } from './series.ts';

export interface Tick {
  readonly at: number;
  /** `14:00`, or `Tue 25 Nov` where a day begins. */
  readonly label: string;
  /** True where a greater unit begins than the steps are of: a day, a month, a year. */
  readonly greater: boolean;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Steps that people count in. */
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
  ...[1, 2, 3, 7, 14].map((count) => count * dayMs),
];
/** In months. */
const longSteps = [1, 3, 6, 12];

/**
 * Where a time axis is divided: at whole steps of the zone's own clock (an offset of a half hour, a day of 23 hours included), 24
 * hours, each tick named once.
 *
 * @param max the number of ticks that there is room for
 * @param language of the names of days and months
 */
export function timeTicks({ from, to }: Span, zone: string, max: number, language: string): Tick[] {
  if (!(to > from) || max < 1) return [];
  const roomMs = (to - from) / max;
  const step = steps.find((each) => each >= roomMs);
  const clock = clockOf(zone);
  const words = wordsOf(language, zone);
  if (step === undefined) return monthTicks({ from, to }, clock, words, longSteps.find((each) => each * 31 * dayMs >= roomMs) ?? 12);
  const ticks: Tick[] = [];
  const push = (at: number, local: number): void => {
    // An hour that the clock skips has no tick.
    if (at < from || at > to || at + clock.offset(at) !== local) return;
    const midnight = local % dayMs === 0;
    const label = midnight ? words.day(at) : step < minuteMs ? words.second(at) : words.minute(at);
    ticks.push({ at, label, greater: midnight && step < dayMs });
  };
  // Weeks begin on Monday; 1970 did on Thursday.
  const anchor = step % (7 * dayMs) === 0 ? 4 * dayMs : 0;
  const start = Math.ceil((from + clock.offset(from) - anchor) / step) * step + anchor;
  for (let local = start; ticks.length < max * 3; local += step) {
    const at = clock.instant(local);
    if (at > to) break;
    push(at, local);
  }
  return ticks;
}

function monthTicks({ from, to }: Span, clock: Clock, words: Words, months: number): Tick[] {
  const first = new Date(from + clock.offset(from));
  const ticks: Tick[] = [];
  for (let month = Math.ceil(first.getUTCMonth() / months) * months; ; month += months) {
    const at = clock.instant(Date.UTC(first.getUTCFullYear(), month, 1));
    if (at > to) return ticks;
    const january = month % 12 === 0;
    if (at >= from) ticks.push({ at, label: january ? words.year(at) : words.month(at), greater: january });
  }
}

interface Clock {
  /** What the zone's clock is ahead of UTC at an instant, in milliseconds. */
  offset(at: number): number;
  /** The instant at which the zone's clock shows this (given as if it were UTC); the first one where it does so twice. */
  instant(local: number): number;
}

const clocks = new Map<string, Clock>();

function clockOf(zone: string): Clock {
  const known = clocks.get(zone);
  if (known) return known;
  // Offsets change at whole quarters of an hour; a formatter is slow enough to be asked only once about each.
  const offsets = new Map<number, number>();
  const offset = (at: number): number => {
    const quarter = Math.floor(at / (15 * minuteMs)) * 15 * minuteMs;
    const found = offsets.get(quarter);
    if (found !== undefined) return found;
    const ahead = offsetMs(new Date(quarter), zone);
    if (offsets.size > 5_000) offsets.clear();
    offsets.set(quarter, ahead);
    return ahead;
  };
  const clock: Clock = {
    offset,
    instant: (local) => {
      const early = local - offset(local - 12 * hourMs);
      if (early + offset(early) === local) return early;
      return local - offset(local - offset(local));
    },
  };
  clocks.set(zone, clock);
  return clock;
}

interface Words {
  second(at: number): string;
  minute(at: number): string;
  day(at: number): string;
  month(at: number): string;
  year(at: number): string;
}

const wordings = new Map<string, Words>();

function wordsOf(language: string, timeZone: string): Words {
  const key = `${language} ${timeZone}`;
  const known = wordings.get(key);
  if (known) return known;
  const say = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(localeOf(language), { timeZone, ...options });
    return (at: number) => format.format(at).replaceAll(',', '');
  };
  const words: Words = {
    second: say({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    minute: say({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    day: say({ weekday: 'short', day: 'numeric', month: 'short' }),
    month: say({ month: 'short' }),
    year: say({ year: 'numeric' }),
  };
  wordings.set(key, words);
  return words;
}
