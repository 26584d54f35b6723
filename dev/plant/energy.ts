import type { Signal } from './noise.ts';

const stepMs = 600_000;

/** Counters count from here; what was before is given as their reading of that day. */
export const countersSinceMs = Date.UTC(2025, 0, 1);

/**
 * Energy of a power in kWh since `countersSinceMs`, never falling: what is below zero does not count. The power is taken as
 * straight lines between half hours, so that a counter of years costs one value per half hour, once: what was summed up is kept,
 * and every process sums up to the same.
 */
export function energyOf(powerKw: Signal): Signal {
  const sums: number[] = [0];
  const powerAt = (step: number) => Math.max(0, powerKw(countersSinceMs + step * stepMs));
  let line = { step: -1, from: 0, to: 0 };
  const lineOf = (step: number) => (line.step === step ? line : (line = { step, from: powerAt(step), to: powerAt(step + 1) }));
  return (timeMs) => {
    const position = Math.max(0, (timeMs - countersSinceMs) / stepMs);
    const step = Math.floor(position);
    for (let next = sums.length, last = powerAt(next - 1); next <= step; next += 1) {
      const power = powerAt(next);
      sums[next] = (sums[next - 1] ?? 0) + ((last + power) / 2) * (stepMs / 3_600_000);
      last = power;
    }
    const way = position - step;
    const sum = sums[step] ?? 0;
    if (way === 0) return sum;
    const { from, to } = lineOf(step);
    return sum + (from + ((to - from) * way) / 2) * way * (stepMs / 3_600_000);
  };
}
