import { open, readFile, rename, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@dcmms/runtime/log.ts';
import { frameBytes, readFrame, type JournalRecord } from './record.ts';
import { readExactly, type Segment } from './segment.ts';

/** What a consumer needs of its journal. */
export interface JournalPort {
  readonly log: Log;
  readonly segments: readonly Segment[];
  end(): number;
  closed(): boolean;
  /** Calls `wake` once, when something more is durable or the journal closes. */
  watch(wake: () => void): () => void;
  /** A position has moved: segments may be free. */
  passed(): Promise<void>;
}

/** How often a position is kept. An older one costs a repetition, which every consumer must bear anyway. */
const keepEveryMs = 1_000;

/**
 * One reader of the journal with a position of its own that survives restarts. It may read ahead of what it has finished; after a
 * restart it gets everything again from `done` on.
 */
export class JournalConsumer {
  readonly name: string;
  readonly #path: string;
  readonly #journal: JournalPort;
  #done: number;
  #next: number;
  #kept: number;
  #file: { handle: FileHandle; segment: Segment; offset: number; position: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #keeping: Promise<void> = Promise.resolve();

  private constructor(name: string, path: string, journal: JournalPort, position: number) {
    this.name = name;
    this.#path = path;
    this.#journal = journal;
    this.#done = position;
    this.#next = position;
    this.#kept = position;
  }

  static async open(name: string, folder: string, journal: JournalPort): Promise<JournalConsumer> {
    const path = join(folder, `${name}.position`);
    const text = await readFile(path, 'utf8').catch(() => '');
    // A power cut may leave an empty file: then everything that is there is read again.
    return new JournalConsumer(name, path, journal, /^\d{1,16}\n$/.test(text) ? Number(text) : 0);
  }

  /** Everything below is finished. */
  get done(): number {
    return this.#done;
  }

  /** The position that `read` gives next. */
  get next(): number {
    return this.#next;
  }

  /** Records that are durable and not finished. */
  get lag(): number {
    return this.#journal.end() - this.#done;
  }

  /** Moves a position that lies outside of what the journal holds to its nearest end. */
  clamp(): void {
    const oldest = this.#journal.segments[0]?.first ?? this.#journal.end();
    this.#done = Math.min(Math.max(this.#done, oldest), this.#journal.end());
    this.#next = this.#done;
  }

  /** Goes back to what is not finished, after a failure. */
  rewind(): void {
    this.#next = this.#done;
  }

  /**
   * The next durable records, in order; empty when there is none.
   *
   * @param bytesMax Bound of what is read at once; one record is read however long it is.
   */
  async read(bytesMax: number): Promise<JournalRecord[]> {
    while (this.#next < this.#journal.end()) {
      const source = await this.#seek();
      const room = source.segment.bytes - source.offset;
      let wanted = Math.min(bytesMax, room);
      for (;;) {
        const chunk = await readExactly(source.handle, source.offset, wanted);
        const { records, end, rest } = this.#split(chunk, source);
        if (records.length > 0) {
          source.offset += end;
          source.position += records.length;
          this.#next = source.position;
          return records;
        }
        if (rest.state === 'short' && rest.bytes <= room && rest.bytes > wanted) {
          wanted = rest.bytes;
          continue;
        }
        await this.#passOver(source.segment);
        break;
      }
    }
    return [];
  }

  /** Resolves when something more than what was read is durable, when the journal closes, or after `timeoutMs`. */
  async more(timeoutMs: number): Promise<void> {
    if (this.#next < this.#journal.end() || this.#journal.closed()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(finish, timeoutMs);
      const forget = this.#journal.watch(finish);
      function finish(): void {
        clearTimeout(timer);
        forget();
        resolve();
      }
    });
  }

  /** Says that everything below `position` is finished and need not be read again. */
  async finish(position: number): Promise<void> {
    if (position <= this.#done) return;
    this.#done = position;
    this.#next = Math.max(this.#next, position);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#keep();
    }, keepEveryMs).unref();
    await this.#journal.passed();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#keep();
    await this.#file?.handle.close();
    this.#file = undefined;
  }

  /** The open file at the place of `#next`. */
  async #seek(): Promise<{ handle: FileHandle; segment: Segment; offset: number; position: number }> {
    const segments = this.#journal.segments;
    const segment = segments.findLast(({ first }) => first <= this.#next);
    if (!segment) throw new Error(`the journal no longer holds position ${this.#next}, which ${this.name} has not finished`);
    let source = this.#file;
    if (source?.segment !== segment || source.position !== this.#next) {
      if (source?.segment !== segment) {
        await source?.handle.close();
        this.#file = undefined;
        source = { handle: await open(segment.path, 'r'), segment, offset: 0, position: segment.first };
        this.#file = source;
      } else if (source.position > this.#next) {
        source.offset = 0;
        source.position = segment.first;
      }
      // Walks to the position: after a start or a rewind, at most one segment's length.
      while (source.position < this.#next) {
        const chunk = await readExactly(source.handle, source.offset, Math.min(8 * 1024 * 1024, segment.bytes - source.offset));
        const { records, end } = this.#split(chunk, source);
        const wanted = records.slice(0, this.#next - source.position);
        if (wanted.length === 0) throw new Error(`the journal is damaged before position ${this.#next} in ${segment.path}`);
        source.offset +=
          wanted.length === records.length ? end : wanted.reduce((sum, record) => sum + frameBytes + record.payload.length, 0);
        source.position += wanted.length;
      }
    }
    return source;
  }

  #split(
    chunk: Buffer,
    source: { segment: Segment; position: number },
  ): { records: JournalRecord[]; end: number; rest: { state: string; bytes: number } } {
    const records: JournalRecord[] = [];
    // A segment that was abandoned after a failed write may have more bytes than records: the count decides.
    const limit = source.segment.first + source.segment.records - source.position;
    let at = 0;
    while (records.length < limit) {
      const frame = readFrame(chunk, at);
      if (frame.state !== 'whole') return { records, end: at, rest: frame.state === 'short' ? frame : { state: 'broken', bytes: 0 } };
      records.push({ position: source.position + records.length, kind: frame.kind, payload: frame.payload });
      at = frame.end;
    }
    return { records, end: at, rest: { state: 'end', bytes: 0 } };
  }

  /** A record that was synced and cannot be read any more is the disk's fault; going on with the next segment loses least. */
  async #passOver(segment: Segment): Promise<void> {
    const end = segment.first + segment.records;
    this.#journal.log.error(
      { segment: segment.path, from: this.#next, to: end },
      'the journal is damaged: these records cannot be read and are passed over',
    );
    this.#next = end;
    await this.#file?.handle.close();
    this.#file = undefined;
  }

  #keep(): Promise<void> {
    this.#keeping = this.#keeping.then(async () => {
      const position = this.#done;
      if (position === this.#kept) return;
      try {
        // Renamed into place: a kill in between leaves the old position whole.
        await writeFile(`${this.#path}.new`, `${position}\n`, { mode: 0o600 });
        await rename(`${this.#path}.new`, this.#path);
        this.#kept = position;
      } catch (error) {
        this.#journal.log.warn({ err: error, consumer: this.name }, 'a position in the journal cannot be kept');
      }
    });
    return this.#keeping;
  }
}
