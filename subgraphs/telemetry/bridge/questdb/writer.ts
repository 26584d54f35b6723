import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@dcmms/runtime/log.ts';
import { encodeLetters, type LetterBook } from '../dead-letters/letter.ts';
import type { JournalConsumer } from '../journal/consumer.ts';
import type { Journal } from '../journal/journal.ts';
import { DEAD_LETTERS, READINGS } from '../journal/record.ts';
import { BatchView } from '../readings/batch.ts';
import { qualityNames } from '../readings/quality.ts';
import { LineEncoder } from './encode.ts';
import type { Answer } from './transport.ts';

/** Where the lines go. */
export interface LineSink {
  send(lines: Buffer): Promise<Answer>;
  ping(): Promise<boolean>;
}

export interface WriterSettings {
  readonly consumer: JournalConsumer;
  readonly journal: Journal;
  readonly sink: LineSink;
  readonly book: LetterBook;
  /** The topic that a site's readings come over, for letters. */
  readonly topicOf: (siteId: string) => string;
  readonly log: Log;
  /** Least time between two commits: each costs QuestDB 25 ms of processor time, however few rows it has (telemetry reference, 11.3). */
  readonly commitEveryMs?: number;
  /** Most rows of one commit. */
  readonly rowsMax?: number;
  /** After this many failures in a row of a request while the server lives, the request itself is suspected. */
  readonly suspectAfter?: number;
  readonly retryMsMax?: number;
}

const readBytesMax = 512 * 1024;

export interface WriterCounts {
  rows: number;
  commits: number;
  /** Rows that QuestDB will never take. */
  refused: number;
}

/**
 * Follows the journal and writes its readings into QuestDB, in order, at most about twice a second in large requests. A row that
 * the server names as wrong is cut out and becomes a dead letter, and the rest is sent again; what fails otherwise is sent again
 * for ever, with growing pauses. A request that keeps failing while the server lives is halved until the row that poisons it is
 * found (a time beyond the year 9999 gives a 500, and would hold up everything behind it). What is sent twice is stored once.
 */
export class QuestDbWriter {
  readonly counts: WriterCounts = { rows: 0, commits: 0, refused: 0 };
  readonly #settings: Required<WriterSettings>;
  readonly #encoder = new LineEncoder();
  readonly #stop = new AbortController();
  #batches: { readonly firstRow: number; readonly batch: BatchView }[] = [];
  #running: Promise<void> | undefined;
  #trouble: string | undefined;

  constructor(given: WriterSettings) {
    this.#settings = { commitEveryMs: 500, rowsMax: 100_000, suspectAfter: 6, retryMsMax: 2_000, ...given };
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Stops after the request under way; one that hangs is left behind, its rows will be sent again. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.race([this.#running, delay(2_000, undefined, { ref: false })]);
  }

  /** Why nothing is being stored just now. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  async #run(): Promise<void> {
    const { consumer, commitEveryMs, log } = this.#settings;
    let committedMs = Number.NEGATIVE_INFINITY;
    while (!this.#stop.signal.aborted) {
      try {
        await consumer.more(1_000);
        await this.#pause(committedMs + commitEveryMs - performance.now());
        if (this.#stop.signal.aborted) return;
        const end = await this.#collect();
        if (this.#encoder.rows > 0) {
          committedMs = performance.now();
          await this.#store(0, this.#encoder.rows);
        }
        if (this.#stop.signal.aborted) return;
        await consumer.finish(end);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        log.error({ err: error }, 'readings could not be taken from the journal; trying again');
        this.#trouble = error instanceof Error ? error.message : String(error);
        consumer.rewind();
        await this.#pause(1_000);
      }
    }
  }

  /** Encodes what there is, up to the largest commit; returns the position behind it. */
  async #collect(): Promise<number> {
    const { consumer, rowsMax } = this.#settings;
    this.#encoder.clear();
    this.#batches = [];
    while (this.#encoder.rows < rowsMax) {
      // In pieces of a few milliseconds, between which gateways are answered. Some 80 bytes a row in the journal.
      const records = await consumer.read(Math.max(1, Math.min((rowsMax - this.#encoder.rows) * 80, readBytesMax)));
      if (records.length === 0) break;
      for (const { kind, payload } of records) {
        if (kind !== READINGS) continue;
        const batch = new BatchView(payload);
        this.#batches.push({ firstRow: this.#encoder.rows, batch });
        this.#encoder.append(batch);
      }
    }
    return consumer.next;
  }

  /** Stores the rows from `from` up to `to`, whatever it takes; returns early only when the writer is stopped. */
  async #store(from: number, to: number): Promise<void> {
    const { sink, suspectAfter, retryMsMax, log } = this.#settings;
    let failures = 0;
    while (from < to && !this.#stop.signal.aborted) {
      const answer = await sink.send(this.#encoder.slice(from, to));
      if (answer.kind === 'stored') {
        this.counts.rows += to - from;
        this.counts.commits += 1;
        if (this.#trouble !== undefined) log.info('QuestDB takes readings again');
        this.#trouble = undefined;
        return;
      }
      if (answer.kind === 'refused') {
        const row = Math.min(from + answer.line - 1, to - 1);
        await this.#refuse(row, answer.message);
        // The whole request was rolled back, also the rows before the one that is wrong.
        await this.#store(from, row);
        from = row + 1;
        failures = 0;
        continue;
      }
      failures += 1;
      if (this.#trouble === undefined) log.warn({ answer }, 'QuestDB does not take readings; trying again');
      this.#trouble = `QuestDB does not take readings: ${answer.message}`;
      // Only an answer of the server can be about the rows; and one about the credential or the schema is about all of them.
      if (answer.status !== undefined && answer.status >= 500 && failures >= suspectAfter && (await sink.ping())) {
        if (to - from === 1) {
          await this.#refuse(from, answer.message);
          return;
        }
        const middle = from + Math.floor((to - from) / 2);
        await this.#store(from, middle);
        await this.#store(middle, to);
        return;
      }
      await this.#pause(Math.min(100 * 2 ** (failures - 1), retryMsMax));
    }
  }

  /** A row that the server will never take becomes a dead letter, which is durable before the row counts as done. */
  async #refuse(row: number, why: string): Promise<void> {
    const { journal, book, topicOf, log } = this.#settings;
    const found = this.#batches.findLast(({ firstRow }) => firstRow <= row);
    if (!found) throw new Error(`no batch has row ${row}`);
    const { batch } = found;
    const index = row - found.firstRow;
    const sample = {
      ...batch.seriesKey(batch.series(index)),
      t: batch.timeMs(index),
      v: batch.value(index),
      q: qualityNames[batch.quality(index)],
    };
    log.error({ sample, why }, 'QuestDB refuses a reading');
    const { tenantId, siteId, gatewayId } = batch;
    const letter = book.add(
      { tenantId, siteId, gatewayId },
      topicOf(siteId),
      'processing_error',
      why,
      1,
      () => Buffer.from(JSON.stringify(sample)),
      Date.now(),
    );
    await journal.append(DEAD_LETTERS, encodeLetters([letter]), true);
    this.counts.refused += 1;
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await delay(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
