import { qualities, Ring, type LiveQuality } from './ring.ts';

export interface LiveValue {
  /** Null when the sensor gave none. */
  readonly value: number | null;
  readonly quality: LiveQuality;
  /** The reading's own time, in ms since 1970. */
  readonly at: number;
}

/** Parallel arrays, as the graph sends them. */
export interface Frame {
  readonly tagIds: readonly string[];
  readonly timestamps: readonly string[];
  readonly values: readonly (number | null)[];
  readonly qualities: readonly LiveQuality[];
}

/** An hour at a reading a second. */
const ringCapacity = 3_600;

/**
 * The newest value of every tag on the screen, outside the cache and outside React: a frame is noted as numbers, and whoever shows a
 * tag is told once per painted frame, however often it has changed. `schedule` runs its argument at the next painting.
 */
export class LiveValues {
  readonly #schedule: (run: () => void) => void;
  readonly #newest = new Map<string, LiveValue>();
  readonly #rings = new Map<string, Ring>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #changed = new Set<string>();
  #scheduled = false;

  constructor(schedule: (run: () => void) => void) {
    this.#schedule = schedule;
  }

  get(tagId: string): LiveValue | undefined {
    return this.#newest.get(tagId);
  }

  /** The tag's readings since the page began to listen to it, for a chart. */
  ring(tagId: string): Ring {
    const known = this.#rings.get(tagId);
    if (known) return known;
    const ring = new Ring(ringCapacity);
    this.#rings.set(tagId, ring);
    return ring;
  }

  subscribe(tagId: string, listener: () => void): () => void {
    const set = this.#listeners.get(tagId) ?? new Set();
    this.#listeners.set(tagId, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0 && this.#listeners.get(tagId) === set) this.#listeners.delete(tagId);
    };
  }

  take(frame: Frame): void {
    for (const [index, tagId] of frame.tagIds.entries()) {
      const at = Date.parse(frame.timestamps[index] ?? '');
      const before = this.#newest.get(tagId);
      // After a reconnect the last known values come first, and may be the ones that are here.
      if (Number.isNaN(at) || (before && at < before.at)) continue;
      const value = frame.values[index] ?? null;
      const quality = frame.qualities[index] ?? 'BAD';
      if (before && before.at === at && before.value === value && before.quality === quality) continue;
      this.#newest.set(tagId, { value, quality, at });
      this.#rings.get(tagId)?.push(at, value ?? Number.NaN, qualities.indexOf(quality));
      if (this.#listeners.has(tagId)) this.#changed.add(tagId);
    }
    if (this.#changed.size === 0 || this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.#tell());
  }

  /** Of tags that nobody shows any more. */
  forget(tagId: string): void {
    this.#newest.delete(tagId);
    this.#rings.delete(tagId);
  }

  #tell(): void {
    this.#scheduled = false;
    const changed = [...this.#changed];
    this.#changed.clear();
    // Whoever shows many tags is told once.
    const due = new Set(changed.flatMap((tagId) => [...(this.#listeners.get(tagId) ?? [])]));
    for (const listener of due) listener();
  }
}
