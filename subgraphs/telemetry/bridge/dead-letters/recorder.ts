import { setTimeout as delay } from 'node:timers/promises';
import { isUnavailable, sqlState, type Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { sql } from 'drizzle-orm';
import { rowsOf } from '../database.ts';
import type { JournalConsumer } from '../journal/consumer.ts';
import { DEAD_LETTERS } from '../journal/record.ts';
import { decodeLetters, type Letter } from './letter.ts';

export interface RecorderSettings {
  readonly consumer: JournalConsumer;
  readonly database: Database;
  readonly log: Log;
  /** Least time between two writes: what is told again within it is written once. */
  readonly writeEveryMs?: number;
}

const readBytesMax = 4 * 1024 * 1024;
const retryMsMax = 2_000;

/**
 * Follows the journal and keeps its dead letters in `ingest_dead_letters`. They wait in the journal while the database is away;
 * a letter is its id with the sum so far, so that one that is written twice stays the same.
 */
export class LetterRecorder {
  readonly #settings: Required<RecorderSettings>;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #trouble: string | undefined;

  constructor(given: RecorderSettings) {
    this.#settings = { writeEveryMs: 200, ...given };
  }

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Why nothing is written just now. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  async #run(): Promise<void> {
    const { consumer, log, writeEveryMs } = this.#settings;
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      try {
        await consumer.more(1_000);
        const letters = new Map<string, Letter>();
        for (const { kind, payload } of await consumer.read(readBytesMax)) {
          if (kind !== DEAD_LETTERS) continue;
          for (const letter of decodeLetters(payload)) letters.set(letter.id, merge(letters.get(letter.id), letter));
        }
        for (const [tenantId, mine] of Map.groupBy(letters.values(), (letter) => letter.tenantId)) await this.#write(tenantId, mine);
        await consumer.finish(consumer.next);
        failures = 0;
        this.#trouble = undefined;
        if (letters.size > 0) await this.#pause(writeEveryMs);
      } catch (error) {
        failures += 1;
        if (this.#trouble === undefined) log.warn({ err: error }, 'dead letters cannot be written just now; trying again');
        this.#trouble = `dead letters cannot be written: ${error instanceof Error ? error.message : String(error)}`;
        consumer.rewind();
        await this.#pause(Math.min(100 * 2 ** failures, retryMsMax));
      }
    }
  }

  async #write(tenantId: string, letters: readonly Letter[]): Promise<void> {
    const { database, log } = this.#settings;
    try {
      await insert(database, tenantId, letters);
    } catch (error) {
      // Only what is wrong with the letters themselves (a tenant that is gone, a text that is none) is not tried for ever.
      if (isUnavailable(error) || !/^(22|23)/.test(sqlState(error) ?? '')) throw error;
      if (letters.length > 1) {
        for (const letter of letters) await this.#write(tenantId, [letter]);
      } else {
        log.error({ err: error, letters }, 'a dead letter cannot be kept');
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

/** Of two tellings of one letter the highest sum holds; one of them has the sample. */
function merge(known: Letter | undefined, letter: Letter): Letter {
  return known ? { ...letter, count: Math.max(known.count, letter.count), sample: known.sample ?? letter.sample } : letter;
}

async function insert(database: Database, tenantId: string, letters: readonly Letter[]): Promise<void> {
  const column = <Value>(of: (letter: Letter) => Value) => sql.param(letters.map(of));
  // A site or gateway that is gone meanwhile leaves its letters behind.
  await rowsOf(database, tenantId).execute(sql`/* bridge_dead_letters */ insert into ingest_dead_letters
      (id, tenant_id, site_id, gateway_id, received_at, topic, reason, error, payload, count)
    select letter.id, ${tenantId}, (select id from sites where id = letter.site_id), (select id from gateways where id = letter.gateway_id),
      letter.received_at, letter.topic, letter.reason, letter.error, decode(letter.sample, 'base64'), letter.count
    from unnest(
      ${column(({ id }) => id)}::uuid[],
      ${column(({ siteId }) => siteId)}::uuid[],
      ${column(({ gatewayId }) => gatewayId)}::uuid[],
      ${column(({ receivedAtMs }) => new Date(receivedAtMs).toISOString())}::timestamptz[],
      ${column(({ topic }) => topic)}::text[],
      ${column(({ reason }) => reason)}::text[],
      ${column(({ error }) => error)}::text[],
      ${column(({ sample }) => sample ?? null)}::text[],
      ${column(({ count }) => count)}::int[]
    ) as letter(id, site_id, gateway_id, received_at, topic, reason, error, sample, count)
    on conflict (id) do update set count = greatest(ingest_dead_letters.count, excluded.count)`);
}
