import type { LiveReading } from '../live/frame.ts';

/** Readings of several tags, as parallel arrays. */
export interface Frame {
  readonly tagIds: readonly string[];
  readonly timestamps: readonly Date[];
  readonly values: readonly (number | null)[];
  readonly qualities: readonly LiveReading['quality'][];
}

/**
 * Conflates readings for one subscriber: however many come, a frame holds the newest of each tag that has a newer one than in the
 * frame before, and frames come no faster than the subscriber takes them and than it asked for. For one reader at a time.
 */
export class FrameFeed {
  readonly #intervalMs: number;
  readonly #pending = new Map<string, LiveReading>();
  readonly #newestMs = new Map<string, number>();
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #wake: () => void = () => undefined;
  #ended = false;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Takes a reading unless one of the same tag as new or newer was taken before. */
  offer(reading: LiveReading): void {
    const atMs = reading.timestamp.getTime();
    if (this.#ended || atMs <= (this.#newestMs.get(reading.tagId) ?? Number.NEGATIVE_INFINITY)) return;
    const first = this.#pending.size === 0;
    this.#newestMs.set(reading.tagId, atMs);
    this.#pending.set(reading.tagId, reading);
    if (first) this.#wake();
  }

  /** The next frame, as soon as there is something to tell and it is time; undefined when the feed has ended. */
  async next(): Promise<Frame | undefined> {
    while (!this.#ended) {
      const waitMs = this.#pending.size === 0 ? Number.POSITIVE_INFINITY : this.#toldAtMs + this.#intervalMs - performance.now();
      if (waitMs <= 0) return this.#take();
      await this.#pause(waitMs);
    }
    return undefined;
  }

  /** Ends the feed at once, whoever waits for a frame. */
  end(): void {
    this.#ended = true;
    this.#pending.clear();
    this.#wake();
  }

  #take(): Frame {
    const readings = [...this.#pending.values()];
    this.#pending.clear();
    this.#toldAtMs = performance.now();
    return {
      tagIds: readings.map(({ tagId }) => tagId),
      timestamps: readings.map(({ timestamp }) => timestamp),
      values: readings.map(({ value }) => value),
      qualities: readings.map(({ quality }) => quality),
    };
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === Number.POSITIVE_INFINITY ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
