import { shift, startOf, type CalendarUnit } from './zoned.ts';

/** A span of time as the URL names it (`now-6h`, `now/d`, ISO 8601, milliseconds), resolved. */
export interface Range {
  readonly from: Date;
  readonly to: Date;
  /** True when the right edge is now: the view goes on by itself. */
  readonly live: boolean;
}

export const defaultRange = { from: 'now-6h', to: 'now' } as const;

/** The spans that are one click away, shortest first, as Grafana names them. */
export const quickRanges = [
  { from: 'now-15m', to: 'now' },
  { from: 'now-1h', to: 'now' },
  { from: 'now-6h', to: 'now' },
  { from: 'now-24h', to: 'now' },
  { from: 'now/d', to: 'now' },
  { from: 'now-1d/d', to: 'now-1d/d' },
  { from: 'now-7d', to: 'now' },
  { from: 'now/w', to: 'now' },
  { from: 'now-30d', to: 'now' },
  { from: 'now/M', to: 'now' },
  { from: 'now-90d', to: 'now' },
] as const;

/**
 * Resolves `from` and `to` in Grafana's grammar: `now`, `now-6h`, `now-1M/M`, `now/d`; units s m h d w M y (days and longer by the
 * zone's calendar); `/unit` rounds to the start of the unit in `from` and to its end in `to`. ISO 8601 and milliseconds since
 * 1970 are taken as they are. What cannot be read, or does not end after it begins, gives null.
 */
export function parseRange(from: string, to: string, now: Date, zone = 'UTC'): Range | null {
  const start = parseInstant(from, now, zone, 'start');
  const end = parseInstant(to, now, zone, 'end');
  if (start === null || end === null || end.getTime() <= start.getTime()) return null;
  return { from: start, to: end, live: /^now$/.test(to.trim()) };
}

/** One edge of a range; `edge` says to which side `/unit` rounds. */
export function parseInstant(text: string, now: Date, zone: string, edge: 'start' | 'end'): Date | null {
  const trimmed = text.trim();
  const relative = /^now((?:[+-]\d{1,6}[smhdwMy])*)(?:\/([smhdwMy]))?$/.exec(trimmed);
  if (relative !== null) return fromNow(relative[1] ?? '', relative[2], now, zone, edge);
  if (/^\d{12,14}$/.test(trimmed)) return new Date(Number(trimmed));
  if (!/^\d{4}-\d{2}-\d{2}(T|$)/.test(trimmed)) return null;
  const instant = new Date(trimmed);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** The range moved by part of its own length: -0.5 is half a screen to the left. Both edges are absolute then. */
export function moved(range: Range, part: number): { readonly from: string; readonly to: string } {
  const by = (range.to.getTime() - range.from.getTime()) * part;
  return absolute(new Date(range.from.getTime() + by), new Date(range.to.getTime() + by));
}

/** The range seen from further away (2: twice as long) or nearer (0.5), about its middle. */
export function zoomed(range: Range, factor: number): { readonly from: string; readonly to: string } {
  const middle = (range.from.getTime() + range.to.getTime()) / 2;
  const half = Math.max(((range.to.getTime() - range.from.getTime()) * factor) / 2, 1_000);
  return absolute(new Date(middle - half), new Date(middle + half));
}

/** Two instants as the URL keeps them. */
export function absolute(from: Date, to: Date): { readonly from: string; readonly to: string } {
  return { from: from.toISOString(), to: to.toISOString() };
}

function fromNow(steps: string, rounding: string | undefined, now: Date, zone: string, edge: 'start' | 'end'): Date {
  let instant = now;
  for (const [, sign, amount, unit] of steps.matchAll(/([+-])(\d+)([smhdwMy])/g)) {
    if (isUnit(unit)) instant = shift(instant, Number(amount) * (sign === '-' ? -1 : 1), unit, zone);
  }
  if (!isUnit(rounding)) return instant;
  const start = startOf(rounding, instant, zone);
  return edge === 'start' ? start : shift(start, 1, rounding, zone);
}

function isUnit(text: string | undefined): text is CalendarUnit {
  return text !== undefined && /^[smhdwMy]$/.test(text);
}
