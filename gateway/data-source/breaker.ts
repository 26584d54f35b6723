/**
 * Spares a subgraph that keeps failing, and the callers the wait: after some failures in a row it counts as down for a moment,
 * then one call is let through to find out.
 */
export class Breaker {
  readonly #failuresMax: number;
  readonly #restMs: number;
  readonly #now: () => number;
  #failures = 0;
  #openUntilMs = 0;

  constructor(settings: { failuresMax?: number; restMs?: number; now?: () => number } = {}) {
    this.#failuresMax = settings.failuresMax ?? 5;
    this.#restMs = settings.restMs ?? 1_000;
    this.#now = settings.now ?? Date.now;
  }

  /** Whether to refuse without asking. Letting the one probe through starts the next rest, so that the others still wait. */
  get open(): boolean {
    if (this.#failures < this.#failuresMax) return false;
    if (this.#now() < this.#openUntilMs) return true;
    this.#openUntilMs = this.#now() + this.#restMs;
    return false;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    this.#openUntilMs = this.#now() + this.#restMs;
  }
}
