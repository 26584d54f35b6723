import { instantAt, shift, wallAt } from '../time/zoned.ts';

const local = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/**
 * What a person typed, as the address keeps it: a date or a clock time without a zone is meant by the zone that the page shows; a day
 * alone ends when it is over. Everything else stays as it is.
 */
export function fromText(text: string, zone: string, edge: 'start' | 'end'): string {
  const found = local.exec(text.trim());
  if (!found) return text.trim();
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found.slice(1).map((part) => Number(part ?? 0));
  const at = instantAt({ year, month, day, hour, minute, second }, zone);
  const wholeDay = found[4] === undefined && edge === 'end';
  return (wholeDay ? shift(at, 1, 'd', zone) : at).toISOString();
}

/** The other way: an instant by the page's clock, to be read and changed. */
export function toText(asked: string, zone: string): string {
  const at = /^\d{4}-\d{2}-\d{2}T.*Z$/.test(asked) ? new Date(asked) : null;
  if (at === null || Number.isNaN(at.getTime())) return asked;
  const { year, month, day, hour, minute, second } = wallAt(at, zone);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`;
}
