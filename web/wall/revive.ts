/** As often as a wall starts anew by itself at most: what does not help must not become a storm of it. */
const everyMs = 60_000;
/** In the meantime another tab may have signed in. */
const firstMs = 5_000;

/**
 * How long a wall waits until it starts anew.
 *
 * @param lastAt when it did so the last time, epoch milliseconds; null when it never did
 */
export function waitMs(lastAt: number | null, now: number): number {
  // A clock that was put back knows nothing of the last time.
  const since = lastAt === null || lastAt > now ? everyMs : now - lastAt;
  return Math.max(firstMs, everyMs - since);
}
