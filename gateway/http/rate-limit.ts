import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** How many requests one person, or address, may send; a counter of this process (several gateways share one by an adapter). */
export class RateLimit {
  readonly #limiter: RateLimiterMemory;
  readonly #points: number;

  /** @param seconds The span in which so many are allowed. */
  constructor(points: number, seconds = 1) {
    this.#points = points;
    this.#limiter = new RateLimiterMemory({ points, duration: seconds });
  }

  /** Counts one request. */
  async take(who: string): Promise<{ allowed: boolean; headers: Record<string, string> }> {
    try {
      return { allowed: true, headers: this.#headers(await this.#limiter.consume(who)) };
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      return {
        allowed: false,
        headers: { ...this.#headers(error), 'retry-after': String(Math.max(1, Math.ceil(error.msBeforeNext / 1_000))) },
      };
    }
  }

  #headers(state: RateLimiterRes): Record<string, string> {
    return {
      'ratelimit-limit': String(this.#points),
      'ratelimit-remaining': String(Math.max(0, state.remainingPoints)),
      'ratelimit-reset': String(Math.ceil(state.msBeforeNext / 1_000)),
    };
  }
}
