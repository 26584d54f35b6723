/** A share of the span above and below, so that no line runs along the edge. */
const air = 0.06;

/**
 * The values that an axis shows: all of the data, and those limits that lie near enough to matter. A limit far away would press the
 * line flat: one is taken in when it is at most one span of the data (or a tenth of its size, where that is more) beyond it.
 */
export function valueRange(min: number | null, max: number | null, limits: readonly number[]): [number, number] {
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) {
    return limits.length > 0 ? aroundLimits(Math.min(...limits), Math.max(...limits)) : [0, 1];
  }
  const reach = Math.max(max - min, Math.abs(max) * 0.1);
  const near = limits.filter((limit) => limit >= min - reach && limit <= max + reach);
  return padded(Math.min(min, ...near), Math.max(max, ...near));
}

/** Without data the middle is for the sentence that says so: one limit alone lies above it. */
function aroundLimits(low: number, high: number): [number, number] {
  if (low !== high) return padded(low, high);
  const around = Math.abs(low) * 0.1 || 1;
  return [low - 3 * around, low + around];
}

function padded(low: number, high: number): [number, number] {
  if (high - low < 1e-9 * Math.max(1, Math.abs(high))) {
    const around = Math.abs(high) * 0.1 || 1;
    return [low - around, high + around];
  }
  const space = (high - low) * air;
  // Zero is where many quantities end: no axis goes below it for the air alone.
  return [low >= 0 && low < space ? 0 : low - space, high <= 0 && high > -space ? 0 : high + space];
}
