import { AS_SENT, BAD, GOOD, OUT_OF_RANGE, RATE_OF_CHANGE, UNCERTAIN, type Quality, type QualityReason } from '../readings/quality.ts';

/** A reading's quality after we have looked at its value, and why it is lower than what was sent. */
export interface Verdict {
  readonly quality: Quality;
  readonly reason: QualityReason;
}

const asGood: Verdict = { quality: GOOD, reason: AS_SENT };
const asBad: Verdict = { quality: BAD, reason: AS_SENT };
const asUncertain: Verdict = { quality: UNCERTAIN, reason: AS_SENT };
const outOfRange: Verdict = { quality: BAD, reason: OUT_OF_RANGE };
const tooFast: Verdict = { quality: UNCERTAIN, reason: RATE_OF_CHANGE };

/** What a mapping says about believable values. */
export interface Limits {
  readonly minValid: number | null;
  readonly maxValid: number | null;
  readonly rateLimit: RateLimit | undefined;
}

/**
 * Judges a reading: outside its mapping's range it is BAD, changing faster than its limit UNCERTAIN (contract §5). It is stored
 * all the same; what the sender itself calls bad is not judged again.
 */
export function judge(limits: Limits, timeMs: number, value: number | null, sent: Quality): Verdict {
  if (value === null || sent === BAD) return asBad;
  if ((limits.minValid !== null && value < limits.minValid) || (limits.maxValid !== null && value > limits.maxValid)) return outOfRange;
  const fast = limits.rateLimit?.isTooFast(timeMs, value) === true;
  if (sent === UNCERTAIN) return asUncertain;
  return fast ? tooFast : asGood;
}

/** How many verdicts are remembered, for readings that come again. */
const rememberedMax = 64;

/**
 * The largest believable change per second of one quantity, measured against the reading before, not against the last believed
 * one: after a real step the new level is believed with its second reading.
 */
export class RateLimit {
  readonly #maxPerS: number;
  #lastMs: number;
  #lastValue: number;
  readonly #tooFastAt: Set<number>;

  constructor(maxPerS: number, before?: RateLimit) {
    this.#maxPerS = maxPerS;
    this.#lastMs = before ? before.#lastMs : Number.NEGATIVE_INFINITY;
    this.#lastValue = before ? before.#lastValue : 0;
    this.#tooFastAt = new Set(before ? before.#tooFastAt : []);
  }

  isTooFast(timeMs: number, value: number): boolean {
    // A reading that comes again must be judged as the first time, or its copy would replace the verdict in the store.
    if (timeMs <= this.#lastMs) return this.#tooFastAt.has(timeMs);
    const tooFast = Math.abs(value - this.#lastValue) > this.#maxPerS * ((timeMs - this.#lastMs) / 1000);
    this.#lastMs = timeMs;
    this.#lastValue = value;
    if (tooFast) {
      this.#tooFastAt.add(timeMs);
      for (const oldest of this.#tooFastAt) {
        if (this.#tooFastAt.size <= rememberedMax) break;
        this.#tooFastAt.delete(oldest);
      }
    }
    return tooFast;
  }
}
