import type { BatchBuilder } from '../readings/batch.ts';
import { qualityNames, type Quality } from '../readings/quality.ts';
import { liveTopic } from './credential.ts';

/** The newest reading of one measured quantity; stays with it over reloads of the mappings. */
export interface LiveCell {
  readonly tagId: string;
  timeMs: number;
  /** NaN when it has none. */
  value: number;
  quality: Quality;
}

export function newCell(tagId: string): LiveCell {
  return { tagId, timeMs: Number.NEGATIVE_INFINITY, value: Number.NaN, quality: 0 };
}

/** Parallel arrays of the tags that have a newer reading than in the frame before. */
export interface LiveFrame {
  readonly tagIds: string[];
  /** Epoch milliseconds of the readings. */
  readonly timestamps: number[];
  readonly values: (number | null)[];
  readonly qualities: string[];
}

/** Where frames go: one subscribed client. `done` says that it can take another. */
export type Deliver = (topic: string, frame: Buffer, done: () => void) => void;

/** Tags per message: some 350 kB of JSON. */
const tagsPerFrameMax = 5_000;

/**
 * Hands the newest reading of each tag to whoever watches its site, at most ten times a second: a tag that changed more often in
 * between is told once, and a watcher that is slow gets fewer frames, never older ones (design §6.7). What waits for a watcher is
 * bounded by the number of tags.
 */
export class LiveFeed {
  readonly #cells = new Map<string, Set<LiveCell>>();
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs = 100) {
    this.#everyMs = everyMs;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watchers.clear();
  }

  get watchers(): number {
    return new Set([...this.#watchers.values()].flatMap((watchers) => [...watchers])).size;
  }

  /** Takes the readings of a batch of a site that was made durable. */
  take(siteId: string, readings: BatchBuilder<{ readonly key: Buffer; readonly live: LiveCell }>): void {
    const known = this.#cells.get(siteId) ?? new Set();
    this.#cells.set(siteId, known);
    const watchers = [...(this.#watchers.get(siteId) ?? []), ...(this.#watchers.get('+') ?? [])];
    const { series, seriesOf, times, values, qualities } = readings;
    for (let row = 0; row < times.length; row += 1) {
      const cell = series[seriesOf[row] ?? 0]?.live;
      const timeMs = times[row] ?? 0;
      if (!cell || timeMs <= cell.timeMs) continue;
      if (cell.timeMs === Number.NEGATIVE_INFINITY) known.add(cell);
      cell.timeMs = timeMs;
      cell.value = values[row] ?? Number.NaN;
      cell.quality = qualities[row] ?? 0;
      for (const watcher of watchers) watcher.note(siteId, cell);
    }
  }

  /**
   * Lets a client watch a site, or all with `+`: what is known first, then what changes.
   *
   * @returns Ends it.
   */
  watch(siteId: string, deliver: Deliver): () => void {
    const watcher = new Watcher(deliver);
    const watchers = this.#watchers.get(siteId) ?? new Set();
    this.#watchers.set(siteId, watchers.add(watcher));
    for (const [site, cells] of this.#cells) {
      if (siteId === '+' || siteId === site) for (const cell of cells) watcher.note(site, cell);
    }
    watcher.flush();
    this.#timer ??= setInterval(() => this.#flush(), this.#everyMs);
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.#watchers.delete(siteId);
      if (this.#watchers.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #flush(): void {
    for (const watchers of this.#watchers.values()) for (const watcher of watchers) watcher.flush();
  }
}

class Watcher {
  readonly #deliver: Deliver;
  readonly #changed = new Map<string, Set<LiveCell>>();
  #undelivered = 0;

  constructor(deliver: Deliver) {
    this.#deliver = deliver;
  }

  note(siteId: string, cell: LiveCell): void {
    const changed = this.#changed.get(siteId);
    if (changed) changed.add(cell);
    else this.#changed.set(siteId, new Set([cell]));
  }

  /** Sends what has changed, unless the client still has frames before it. */
  flush(): void {
    if (this.#undelivered > 0 || this.#changed.size === 0) return;
    const frames = [...this.#changed].flatMap(([siteId, cells]) => frame([...cells]).map((bytes) => [liveTopic(siteId), bytes] as const));
    this.#changed.clear();
    this.#undelivered = frames.length;
    for (const [topic, bytes] of frames) this.#deliver(topic, bytes, () => (this.#undelivered -= 1));
  }
}

function frame(cells: readonly LiveCell[]): Buffer[] {
  const frames: Buffer[] = [];
  for (let from = 0; from < cells.length; from += tagsPerFrameMax) {
    const some = cells.slice(from, from + tagsPerFrameMax);
    const content: LiveFrame = {
      tagIds: some.map(({ tagId }) => tagId),
      timestamps: some.map(({ timeMs }) => timeMs),
      values: some.map(({ value }) => (Number.isNaN(value) ? null : value)),
      qualities: some.map(({ quality }) => qualityNames[quality]),
    };
    frames.push(Buffer.from(JSON.stringify(content)));
  }
  return frames;
}
