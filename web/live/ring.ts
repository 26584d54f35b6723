/** Quality of a reading as a byte; its place in this list. */
export const qualities = ['GOOD', 'UNCERTAIN', 'BAD'] as const;
export type LiveQuality = (typeof qualities)[number];

export interface RingWindow {
  /** Instants in ms since 1970, oldest first. */
  readonly times: Float64Array;
  /** NaN where the sensor gave none. */
  readonly values: Float64Array;
  /** Places in `qualities`. */
  readonly qualities: Uint8Array;
}

/**
 * The newest readings of one tag in typed arrays that are written over when full: nothing is allocated while values come. Readings
 * are taken in the order of their own time; one that is not newer than the last is left out.
 */
export class Ring {
  readonly capacity: number;
  /** Grows with every reading. */
  revision = 0;
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  readonly #qualities: Uint8Array;
  #next = 0;
  #length = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#times = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#qualities = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Instant of the newest reading in ms; -Infinity when there is none. */
  get lastAt(): number {
    return this.#length === 0 ? Number.NEGATIVE_INFINITY : (this.#times[(this.#next + this.capacity - 1) % this.capacity] ?? 0);
  }

  push(at: number, value: number, quality: number): boolean {
    if (!(at > this.lastAt)) return false;
    this.#times[this.#next] = at;
    this.#values[this.#next] = value;
    this.#qualities[this.#next] = quality;
    this.#next = (this.#next + 1) % this.capacity;
    this.#length = Math.min(this.#length + 1, this.capacity);
    this.revision += 1;
    return true;
  }

  /** A copy of the readings from an instant on, in order. */
  window(from = Number.NEGATIVE_INFINITY): RingWindow {
    const start = (this.#next + this.capacity - this.#length) % this.capacity;
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[(start + middle) % this.capacity] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    const count = this.#length - low;
    const times = new Float64Array(count);
    const values = new Float64Array(count);
    const marks = new Uint8Array(count);
    const first = (start + low) % this.capacity;
    const untilEnd = Math.min(count, this.capacity - first);
    for (const [copy, source] of [
      [times, this.#times],
      [values, this.#values],
      [marks, this.#qualities],
    ] as const) {
      copy.set(source.subarray(first, first + untilEnd));
      copy.set(source.subarray(0, count - untilEnd), untilEnd);
    }
    return { times, values, qualities: marks };
  }
}
