import { mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@dcmms/runtime/log.ts';
import { JournalConsumer, type JournalPort } from './consumer.ts';
import { lockFolder } from './lock.ts';
import { frameBytes, writeFrame, type RecordKind } from './record.ts';
import { recoverSegments, segmentPath, syncFolder, type Segment } from './segment.ts';

export interface JournalSettings {
  readonly folder: string;
  /** Who follows the journal. A segment is kept until all of them have passed it. */
  readonly consumers: readonly string[];
  /** The journal's share of the disk. When it is used up, `append` waits and so nothing more is acknowledged. */
  readonly bytesMax: number;
  /** When a segment is full; at most a quarter of the share, so that there is always one to delete. */
  readonly segmentBytesMax?: number;
  /** Least time between two syncs, so that under load a sync carries a group of records. */
  readonly syncGapMs?: number;
  readonly log: Log;
}

interface Waiting {
  readonly kind: RecordKind;
  readonly payload: Buffer;
  resolve(position: number): void;
  reject(reason: unknown): void;
}

/** Most bytes that one write and sync carries. */
const groupBytesMax = 4 * 1024 * 1024;
/** What records of our own consumers may take beyond the share: a full journal must be able to empty itself. */
const reserveBytes = 32 * 1024 * 1024;

/**
 * The log of everything that was accepted (design §3.16): records in segment files, made durable in groups with `fdatasync`, then
 * acknowledged. Consumers follow it at their own pace from positions of their own, so neither database being away stops the
 * other, and whatever is killed, what was acknowledged is still here.
 */
export class Journal {
  readonly #settings: Required<JournalSettings>;
  readonly #segments: Segment[];
  readonly #release: () => Promise<void>;
  readonly #consumers = new Map<string, JournalConsumer>();
  readonly #queue: Waiting[] = [];
  readonly #reserved: Waiting[] = [];
  readonly #watchers = new Set<() => void>();
  #file: FileHandle | undefined;
  #end: number;
  #bytes: number;
  #queuedBytes = 0;
  #pumping: Promise<void> | undefined;
  #lastSyncMs = 0;
  #space: (() => void) | undefined;
  #trouble: string | undefined;
  #closed = false;

  private constructor(settings: Required<JournalSettings>, segments: Segment[], release: () => Promise<void>) {
    this.#settings = settings;
    this.#segments = segments;
    this.#release = release;
    this.#bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
    const last = segments.at(-1);
    // Positions of a journal that starts anew are above those of any earlier one: the databases remember them.
    this.#end = last ? last.first + last.records : Date.now() * 1000;
  }

  /** Opens or makes the journal of a folder, cuts what a crash left unfinished, and places its consumers. */
  static async open(given: JournalSettings): Promise<Journal> {
    const segmentBytesMax = Math.min(given.segmentBytesMax ?? 32 * 1024 * 1024, given.bytesMax / 4);
    const settings = { syncGapMs: 4, ...given, segmentBytesMax };
    await mkdir(settings.folder, { recursive: true, mode: 0o700 });
    const lock = await lockFolder(settings.folder, 15_000);
    try {
      const { segments, cutBytes } = await recoverSegments(settings.folder);
      if (cutBytes > 0) settings.log.warn({ cutBytes }, 'the journal ended in a record that was never finished; it was cut off');
      const journal = new Journal(settings, segments, () => lock.release());
      for (const name of settings.consumers) {
        const consumer = await JournalConsumer.open(name, settings.folder, journal.#port());
        journal.#end = segments.length > 0 ? journal.#end : Math.max(journal.#end, consumer.done);
        journal.#consumers.set(name, consumer);
      }
      for (const consumer of journal.#consumers.values()) consumer.clamp();
      await journal.#sweep();
      return journal;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** The first position that is not durable yet. */
  get end(): number {
    return this.#end;
  }

  /** What lies on the disk. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What waits to be made durable. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Why nothing is being acknowledged just now; undefined when all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  consumer(name: string): JournalConsumer {
    const consumer = this.#consumers.get(name);
    if (!consumer) throw new Error(`the journal has no consumer ${name}`);
    return consumer;
  }

  /**
   * Appends a record. The promise means *durable*: once it resolves, the record survives a kill of this process and a power cut.
   * Promises resolve in the order of the calls. While the share of the disk is used up, or the disk fails, they wait.
   *
   * @param reserve For what our own consumers write: it may go beyond the share, or a full journal could never empty itself.
   * @returns The record's position.
   */
  append(kind: RecordKind, payload: Buffer, reserve = false): Promise<number> {
    if (this.#closed) return Promise.reject(new Error('the journal is closed'));
    return new Promise((resolve, reject) => {
      (reserve ? this.#reserved : this.#queue).push({ kind, payload, resolve, reject });
      this.#queuedBytes += payload.length;
      this.#space?.();
      this.#pumping ??= this.#pump();
    });
  }

  /** Stops taking records, finishes what is being written, keeps the consumers' positions. What still waits is rejected. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#space?.();
    this.#notify();
    await this.#pumping;
    await Promise.all([...this.#consumers.values()].map((consumer) => consumer.close()));
    await this.#file?.close();
    this.#file = undefined;
    await this.#release();
  }

  async #pump(): Promise<void> {
    let failures = 0;
    while (this.#queue.length + this.#reserved.length > 0 && !this.#closed) {
      const gap = this.#lastSyncMs + this.#settings.syncGapMs - performance.now();
      if (gap > 0.5) await delay(gap);
      const group = this.#take();
      if (group.length === 0) {
        await this.#waitForSpace();
        continue;
      }
      try {
        await this.#write(group);
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#trouble = `the journal cannot be written: ${error instanceof Error ? error.message : String(error)}`;
        if (failures === 1) this.#settings.log.error({ err: error }, 'the journal cannot be written; nothing is acknowledged until it can');
        this.#putBack(group);
        await this.#abandon();
        await delay(Math.min(100 * 2 ** failures, 2_000));
      }
    }
    for (const waiting of [...this.#reserved.splice(0), ...this.#queue.splice(0)]) waiting.reject(new Error('the journal is closed'));
    // Here and not when the promise settles: an append in between would find a pump that has ended already.
    this.#pumping = undefined;
  }

  /** The next group: what is reserved first, then what came in, as long as it fits into the share. */
  #take(): Waiting[] {
    const group: Waiting[] = [];
    let bytes = 0;
    // A record larger than what the share leaves is taken when nothing else is there, or it would wait for ever.
    const isIdle = this.#passed >= this.#end;
    const fill = (from: Waiting[], bound: number) => {
      let count = 0;
      for (const { payload } of from) {
        const size = payload.length + frameBytes;
        if ((this.#bytes + bytes + size > bound && !(isIdle && bytes === 0)) || (bytes + size > groupBytesMax && bytes > 0)) break;
        bytes += size;
        count += 1;
      }
      group.push(...from.splice(0, count));
    };
    fill(this.#reserved, this.#settings.bytesMax + reserveBytes);
    fill(this.#queue, this.#settings.bytesMax);
    return group;
  }

  #putBack(group: readonly Waiting[]): void {
    this.#reserved.unshift(...group);
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const { segment, file } = await this.#active();
    const bytes = Buffer.allocUnsafe(group.reduce((sum, { payload }) => sum + payload.length + frameBytes, 0));
    let filled = 0;
    for (const { kind, payload } of group) filled = writeFrame(bytes, filled, kind, payload);
    let written = 0;
    while (written < filled) written += (await file.write(bytes, written, filled - written, segment.bytes + written)).bytesWritten;
    await file.datasync();
    this.#lastSyncMs = performance.now();
    const first = this.#end;
    segment.bytes += filled;
    segment.records += group.length;
    this.#bytes += filled;
    this.#end += group.length;
    this.#trouble = undefined;
    for (const [index, waiting] of group.entries()) {
      this.#queuedBytes -= waiting.payload.length;
      waiting.resolve(first + index);
    }
    this.#notify();
  }

  async #active(): Promise<{ segment: Segment; file: FileHandle }> {
    const last = this.#segments.at(-1);
    if (this.#file && last && last.bytes < this.#settings.segmentBytesMax) return { segment: last, file: this.#file };
    await this.#file?.close();
    this.#file = undefined;
    const segment: Segment = { path: segmentPath(this.#settings.folder, this.#end), first: this.#end, records: 0, bytes: 0 };
    // A new file after every start, and `w`: an empty one of this name may be left from a write that failed.
    this.#file = await open(segment.path, 'w', 0o600);
    await syncFolder(this.#settings.folder);
    this.#segments.push(segment);
    await this.#sweep();
    return { segment, file: this.#file };
  }

  /** After a failed write or sync the file's state is unknown (a second fdatasync may lie about lost pages): go on in another. */
  async #abandon(): Promise<void> {
    const last = this.#segments.at(-1);
    const file = this.#file;
    this.#file = undefined;
    if (!file || !last) return;
    // Not fatal when it fails: readers stop at the position where the next segment begins.
    await file.truncate(last.bytes).catch(() => undefined);
    await file.close().catch(() => undefined);
    if (last.records === 0) this.#segments.pop();
  }

  async #waitForSpace(): Promise<void> {
    if (this.#trouble === undefined)
      this.#settings.log.error(
        { bytes: this.#bytes, bytesMax: this.#settings.bytesMax },
        'the journal has used up its share of the disk; nothing is acknowledged until a database catches up',
      );
    this.#trouble = `the journal holds its ${this.#settings.bytesMax} bytes: a database is away or behind`;
    await new Promise<void>((resolve) => (this.#space = resolve));
    this.#space = undefined;
  }

  /** The position that every consumer has reached. */
  get #passed(): number {
    return Math.min(...[...this.#consumers.values()].map((consumer) => consumer.done));
  }

  /** Deletes the segments that every consumer has passed. */
  async #sweep(): Promise<void> {
    if (this.#consumers.size < this.#settings.consumers.length) return;
    const passed = this.#passed;
    for (;;) {
      const [oldest, next] = this.#segments;
      // The last one goes as well once it is full: nothing is written to it any more.
      if (!oldest || oldest.first + oldest.records > passed || (!next && oldest.bytes < this.#settings.segmentBytesMax)) break;
      this.#segments.shift();
      this.#bytes -= oldest.bytes;
      await unlink(oldest.path).catch((error: unknown) =>
        this.#settings.log.warn({ err: error }, 'a segment of the journal that nobody needs cannot be deleted'),
      );
    }
    this.#space?.();
  }

  #notify(): void {
    for (const watch of this.#watchers) watch();
    this.#watchers.clear();
  }

  #port(): JournalPort {
    return {
      log: this.#settings.log,
      segments: this.#segments,
      end: () => this.#end,
      closed: () => this.#closed,
      watch: (wake) => {
        this.#watchers.add(wake);
        return () => this.#watchers.delete(wake);
      },
      passed: () => this.#sweep(),
    };
  }
}
