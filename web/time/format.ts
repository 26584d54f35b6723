import { dayNumber } from './zoned.ts';

/** An instant as the graph, a clock or a chart gives it: ISO 8601, milliseconds, or a Date. */
export type Instant = string | number | Date;

/**
 * How much of an instant is told: `auto` as little as still names it (13:42 · Thu 13:42 · 26 Nov 13:42 · 26 Nov 2025),
 * `day` the same with the day always named (today 13:42 · tomorrow 01:16 · Sat 13:42 · 21 Nov 13:42), `clock` 13:42, `seconds` 13:42:07, `date` 26 Nov 2026, `full` Thu 26 Nov 2026 13:42:07.
 */
export type TimeStyle = 'auto' | 'day' | 'clock' | 'seconds' | 'date' | 'full';

export interface TimeOptions {
  /** IANA name. */
  readonly zone: string;
  readonly language: string;
  readonly style?: TimeStyle;
  /** Against which `auto` tells today from the rest. */
  readonly now?: Date;
}

/** The instant in the zone and language, always on a 24-hour clock. */
export function formatTime(at: Instant, { zone, language, style = 'auto', now = new Date() }: TimeOptions): string {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return '–';
  const tell = (options: Intl.DateTimeFormatOptions) => formatter(language, zone, options).format(instant).replaceAll(',', '');
  if (style === 'clock') return tell(clock);
  if (style === 'seconds') return tell({ ...clock, second: '2-digit' });
  if (style === 'date') return tell({ ...day, year: 'numeric' });
  if (style === 'full') return tell({ weekday: 'short', ...day, year: 'numeric', ...clock, second: '2-digit' });
  const days = dayNumber(instant, zone) - dayNumber(now, zone);
  if (style === 'day') {
    if (Math.abs(days) < 2) return `${dayWord(language, days)} ${tell(clock)}`;
    // A weekday that is over reads like the next one.
    if (days < 0) return tell(days > -180 ? { ...day, ...clock } : { ...day, year: 'numeric' });
  }
  if (days === 0) return tell(clock);
  if (Math.abs(days) < 7) return tell({ weekday: 'short', ...clock });
  if (Math.abs(days) < 180) return tell({ ...day, ...clock });
  return tell({ ...day, year: 'numeric' });
}

/** What the zone is called at the instant: `CET`, `PST`, else `UTC+5:30`. */
export function zoneLabel(zone: string, at: Date = new Date()): string {
  if (zone === 'UTC' || zone === 'Etc/UTC') return 'UTC';
  // Each English knows the abbreviations of its own part of the world and gives an offset for the rest.
  for (const locale of ['en-GB', 'en-US', 'en-AU']) {
    const name = nameOf(locale, zone, at);
    if (name !== '' && !/^(GMT|UTC)[+-]/.test(name)) return name;
  }
  return nameOf('en-GB', zone, at).replace('GMT', 'UTC');
}

/** The language tag whose conventions fit: British English has the 24-hour clock and the day before the month. */
export function localeOf(language: string): string {
  return language === 'de' ? 'de-DE' : 'en-GB';
}

export interface NumberOptions {
  readonly language: string;
  /** Places behind the point; without it as many as the size deserves. */
  readonly digits?: number;
  /** `always` shows the plus too. */
  readonly sign?: 'auto' | 'always';
}

/** A measured number in three to five digits: 1,234 · 612.4 · 58.2 · 8.41 · 0.312. */
export function formatNumber(value: number, { language, digits = digitsOf(value), sign = 'auto' }: NumberOptions): string {
  if (!Number.isFinite(value)) return '–';
  const format = numberFormat(language, digits, sign);
  // The minus that is as wide as the plus.
  return format.format(value).replace('-', '−');
}

/** A limit or a level as somebody set it: 85, not a measured 85.0. */
export function formatLimit(value: number, language: string): string {
  return madeOnce(`${language} limit`, language, { maximumFractionDigits: 3 }).format(value).replace('-', '−');
}

/** A count: whole, grouped by thousands. */
export function formatCount(value: number, language: string): string {
  return formatNumber(value, { language, digits: 0 });
}

/** Money as the graph gives it, a decimal as text, in its currency. */
export function formatMoney(amount: string, currency: string, language: string): string {
  const value = Number(amount);
  if (Number.isNaN(value)) return amount;
  return new Intl.NumberFormat(localeOf(language), { style: 'currency', currency }).format(value);
}

/** A share of 1 in per cent: 0.87 as 87 %. */
export function formatShare(share: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language), { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);
}

export type AgeUnit = 'second' | 'minute' | 'hour' | 'day';

/** An age or a distance in its largest fitting unit, whole: 45 s, 12 min, 3 h, 9 d. */
export function ageParts(ms: number): { readonly unit: AgeUnit; readonly n: number } {
  const s = Math.max(0, Math.floor(Math.abs(ms) / 1000));
  if (s < 60) return { unit: 'second', n: s };
  if (s < 3_600) return { unit: 'minute', n: Math.floor(s / 60) };
  if (s < 48 * 3_600) return { unit: 'hour', n: Math.floor(s / 3_600) };
  return { unit: 'day', n: Math.floor(s / 86_400) };
}

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };

function digitsOf(value: number): number {
  const size = Math.abs(value);
  if (size >= 1000 || size === 0) return 0;
  if (size >= 10) return 1;
  return size >= 1 ? 2 : 3;
}

function nameOf(locale: string, zone: string, at: Date): string {
  const parts = formatter(locale, zone, { timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** today, tomorrow, yesterday: the language's own words. */
function dayWord(language: string, days: number): string {
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = language.length > 2 ? language : localeOf(language);
  const key = `${locale} ${zone} ${Object.entries(options).join(';')}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  formatters.set(key, made);
  return made;
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: string, digits: number, sign: 'auto' | 'always'): Intl.NumberFormat {
  return madeOnce(`${language} ${digits} ${sign}`, language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: sign === 'always' ? 'exceptZero' : 'auto',
  });
}

/** Making a format costs far more than using it: lists use each for every row. */
function madeOnce(key: string, language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = numberFormats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(localeOf(language), options);
  numberFormats.set(key, made);
  return made;
}
