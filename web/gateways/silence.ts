/** A gateway that has not been heard of for so long is silent: those of the plants send every ten seconds, and what is seen is written as often. */
export const silentAfterMs = 60_000;

/**
 * How long a gateway has been silent, in milliseconds; null while it is heard of, Infinity when it never was.
 *
 * @param lastSeenAt ISO 8601.
 */
export function silenceMs(lastSeenAt: string | null | undefined, nowMs: number): number | null {
  if (lastSeenAt == null) return Number.POSITIVE_INFINITY;
  const ageMs = nowMs - Date.parse(lastSeenAt);
  return ageMs > silentAfterMs ? ageMs : null;
}

/** The silent ones first, the longest silent one before all others; then by code. */
export function silentFirst<G extends { readonly code: string; readonly lastSeenAt?: string | null | undefined }>(
  gateways: readonly G[],
  nowMs: number,
): G[] {
  const rank = ({ lastSeenAt }: G) => silenceMs(lastSeenAt, nowMs) ?? 0;
  return gateways.toSorted((one, other) => {
    const [first, second] = [rank(one), rank(other)];
    return first === second ? one.code.localeCompare(other.code) : second - first;
  });
}

/** A clock's distance in the unit that it is told in: `0.3 s`, `90 s`, `3 h`. Within a tenth of a second it is right. */
export function skewParts(skewMs: number): {
  readonly way: 'right' | 'ahead' | 'behind';
  readonly amount: number;
  readonly unit: 's' | 'min' | 'h' | 'd';
} {
  const seconds = Math.abs(skewMs) / 1000;
  const way = seconds < 0.1 ? 'right' : skewMs > 0 ? 'ahead' : 'behind';
  if (seconds < 120) return { way, amount: seconds, unit: 's' };
  if (seconds < 7200) return { way, amount: seconds / 60, unit: 'min' };
  return seconds < 172_800 ? { way, amount: seconds / 3600, unit: 'h' } : { way, amount: seconds / 86_400, unit: 'd' };
}

/** Beyond this a clock does harm: readings fall into the wrong minute of an aggregate. At five minutes ahead they are refused. */
export const skewHarmfulMs = 10_000;
