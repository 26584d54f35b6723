/**
 * How long to wait before the next try, in ms: doubling from `firstMs` up to `mostMs`, of which the second half is chance, so that
 * the pages of a whole control room do not come back in the same instant. `chance` is from 0 to 1.
 */
export function backoffMs(tries: number, { firstMs = 500, mostMs = 10_000, chance = Math.random() } = {}): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(tries, 0), 20));
  return Math.round(full / 2 + (full / 2) * chance);
}

/** Resolves after `ms`, or at once when the browser says that it is online again. */
export function waitOrOnline(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    globalThis.addEventListener('online', done);
  });
}
