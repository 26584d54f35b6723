const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Reads the value of a point (contract §5): a finite number; `true` and `false` are 1 and 0; a string that is a decimal
 * number counts as that number; `null` is "no value".
 *
 * @returns undefined for what is no value at all: NaN, infinities, lists, objects, other text, the empty string, nothing.
 */
export function parseValue(value: unknown): number | null | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && decimal.test(value)) {
    const number = Number(value);
    return Number.isFinite(number) ? number : undefined;
  }
  return undefined;
}
