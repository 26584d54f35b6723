import { formatLimit } from '../time/format.ts';

/** What an alert rule's condition says of a level, in the grammar of the rules; what is no level has none. */
export interface Threshold {
  readonly operator: string;
  readonly value: number;
}

export function thresholdsOf(condition: unknown): Threshold[] {
  if (!isRecord(condition) || (condition['kind'] ?? 'threshold') !== 'threshold') return [];
  const { operator, value, values } = condition;
  const sign = typeof operator === 'string' ? operator : '';
  if (typeof value === 'number') return [{ operator: sign, value }];
  if (!Array.isArray(values)) return [];
  const [low, high] = values.filter((each) => typeof each === 'number');
  if (low === undefined || high === undefined || (sign !== 'between' && sign !== 'outside')) return [];
  return sign === 'outside'
    ? [
        { operator: '<', value: low },
        { operator: '>', value: high },
      ]
    : [
        { operator: '>=', value: low },
        { operator: '<=', value: high },
      ];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The level with its unit: `85 °C`. */
export function tellLevel(value: number, unit: string | null, language: string): string {
  return `${formatLimit(value, language)}${unit === null || unit === '' ? '' : ` ${unit}`}`;
}
