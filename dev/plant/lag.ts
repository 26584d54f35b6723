import type { Signal } from './noise.ts';

const samples = 6;

/**
 * What a first-order lag makes of a signal (a heatsink's temperature of its load) without remembering anything: the mean of
 * earlier values at the quantiles of the exponential weight `exp(-age / tau)`, so that it can be asked for any instant.
 */
export function lagged(of: Signal, tauMs: number): Signal {
  const agesMs = Array.from({ length: samples }, (_, index) => -tauMs * Math.log(1 - (index + 0.5) / samples));
  return (timeMs) => {
    let sum = 0;
    for (const ageMs of agesMs) sum += of(timeMs - ageMs);
    return sum / samples;
  };
}
