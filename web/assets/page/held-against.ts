import { formatNumber, localeOf } from '../../time/format.ts';

/** Above this a bound is told in short: `1bn`. */
const shortFrom = 100_000;

/** What a sensor can mean at all, with its unit: `−40 to 150 °C`. Null where nobody said. */
export function validRange(
  {
    minValid: min,
    maxValid: max,
    unit,
  }: { readonly minValid: number | null; readonly maxValid: number | null; readonly unit: string | null },
  language: string,
  say: {
    readonly between: (min: string, max: string) => string;
    readonly above: (min: string) => string;
    readonly below: (max: string) => string;
  },
): string | null {
  const short = new Intl.NumberFormat(localeOf(language), { notation: 'compact' });
  const tell = (value: number) =>
    Math.abs(value) >= shortFrom ? short.format(value) : formatNumber(value, { language, digits: Number.isInteger(value) ? 0 : 1 });
  const behind = unit === null || unit === '' ? '' : ` ${unit}`;
  if (min !== null && max !== null) return `${say.between(tell(min), tell(max))}${behind}`;
  if (min !== null) return `${say.above(tell(min))}${behind}`;
  return max === null ? null : `${say.below(tell(max))}${behind}`;
}

/** Whether the value is where the rule raises its alarm. */
export function isBeyond(value: number, operator: string, level: number): boolean {
  if (operator === '>') return value > level;
  if (operator === '>=' || operator === '≥') return value >= level;
  if (operator === '<') return value < level;
  return (operator === '<=' || operator === '≤') && value <= level;
}
