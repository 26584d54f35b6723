import type { Range } from '../time/range.ts';

/** A span of about the same length that ends now, in words that a person could have written. */
export function liveFrom({ from, to }: Range): string {
  const seconds = Math.max(1, Math.round((to.getTime() - from.getTime()) / 1_000));
  const hours = Math.round(seconds / 3_600);
  if (hours >= 3 && Math.abs(seconds - hours * 3_600) < seconds / 20) return `now-${hours}h`;
  return seconds >= 300 ? `now-${Math.round(seconds / 60)}m` : `now-${seconds}s`;
}
