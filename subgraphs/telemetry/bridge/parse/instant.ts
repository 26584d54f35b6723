const extended = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2})?)$/;
const basic = /^(\d{4})(\d{2})(\d{2})[Tt](\d{2})(\d{2})(?:(\d{2})(?:[.,](\d+))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2})?)$/;
/** Longer than any of them; more decimals than that are no measurement. */
const lengthMax = 64;

/**
 * Reads the instant of a reading: epoch milliseconds (fractions kept, to the microsecond) or an ISO 8601 date and time with
 * a zone (contract §5). A time without a zone is nobody's time and refused.
 *
 * @returns Epoch milliseconds, undefined for anything else.
 */
export function parseInstant(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > lengthMax) return undefined;
  const match = extended.exec(value) ?? basic.exec(value);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zulu, sign, zoneHour = '0', zoneMinute = '0'] = match;
  const fields = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)] as const;
  const seconds = utcSeconds(...fields);
  if (seconds === undefined) return undefined;
  if (Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined;
  const offset = zulu ? 0 : (sign === '-' ? -1 : 1) * (Number(zoneHour) * 3600 + Number(zoneMinute) * 60);
  return (seconds - offset) * 1000 + Math.round(Number(`0.${fraction || '0'}`) * 1e6) / 1000;
}

/** `Date.UTC` takes 30 February for 2 March; a calendar that rolls over is a fault of the sender, not a time. */
function utcSeconds(year: number, month: number, day: number, hour: number, minute: number, second: number): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year ? ms / 1000 : undefined;
}
