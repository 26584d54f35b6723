import pg from 'pg';
import type { Log } from './log.ts';
import { badInput } from './refusal.ts';

/** An event as the outbox keeps it. */
export interface OutboxEvent {
  readonly cursor: OutboxCursor;
  readonly tenantId: string;
  readonly topic: string;
  readonly entityId: string;
  readonly siteId: string | null;
  readonly payload: unknown;
}

/**
 * A place in the outbox. `(xid, id)` orders events as their transactions became visible; the database's timeline tells a
 * cursor of before a failover from one of after it, when transaction numbers may have been given a second time.
 */
export interface OutboxCursor {
  readonly timeline: number;
  readonly xid: bigint;
  readonly id: bigint;
  /** When the event was written, epoch milliseconds. */
  readonly atMs: number;
}

/** How long events are kept, and so how old a cursor may be (contract §4). */
export const outboxKeptMs = 7 * 86_400_000;

/** How far a feed goes back after a failover: transactions that the new primary never saw may have been told. */
const failoverOverlapMs = 60_000;

export function encodeCursor(cursor: OutboxCursor): string {
  return Buffer.from(`1.${cursor.timeline}.${cursor.xid}.${cursor.id}.${cursor.atMs}`).toString('base64url');
}

/** @throws BAD_USER_INPUT for a text that is no cursor or one older than the outbox keeps. */
export function decodeCursor(text: string, now: Date): OutboxCursor {
  const plain = Buffer.from(text, 'base64url').toString('latin1');
  const match = /^1\.(\d{1,9})\.(\d{1,19})\.(\d{1,19})\.(\d{1,15})$/.exec(plain);
  if (!match || Buffer.from(plain, 'latin1').toString('base64url') !== text) throw badInput('`after` is not a cursor of this feed.');
  const [, timeline = '', xid = '', id = '', atMs = ''] = match;
  const cursor = { timeline: Number(timeline), xid: BigInt(xid), id: BigInt(id), atMs: Number(atMs) };
  if (cursor.atMs < now.getTime() - outboxKeptMs)
    throw badInput('`after` is older than seven days. Read the list again and subscribe without it.');
  return cursor;
}

/** Whether `a` comes after `b`. */
export function isAfter(a: OutboxCursor, b: OutboxCursor): boolean {
  return a.xid > b.xid || (a.xid === b.xid && a.id > b.id);
}

export interface OutboxFilter {
  readonly tenantId: string;
  readonly topics: readonly string[];
  readonly siteId?: string | undefined;
}

export interface OutboxTailSettings {
  /** A direct connection (LISTEN does not pass a transaction pooler) as the role that reads the outbox of all tenants. */
  readonly url: string;
  readonly log: Log;
  /** The poll that makes a lost notification good. */
  readonly pollMs?: number;
  /** How many of the newest events are kept in memory; an older position is read from the table. */
  readonly recentMax?: number;
}

/**
 * Follows the outbox for one process: one connection, woken by NOTIFY and by a slow poll, hands every event to any number of
 * feeds in the order of `(xid, id)`. A feed pulls at its own pace and starts from any cursor of the last seven days, so a slow
 * or resuming one loses nothing and holds up nobody.
 */
export class OutboxTail {
  readonly #settings: Required<OutboxTailSettings>;
  readonly #recent: OutboxEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #client: pg.Client | undefined;
  #position: OutboxCursor | undefined;
  /** Everything after this position is in `#recent`. */
  #recentStart: OutboxCursor | undefined;
  #pulling: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #lastError: unknown;
  #pullSoon: NodeJS.Timeout | undefined;
  #pullHeldBack: NodeJS.Timeout | undefined;
  #heldBackMs = 0;

  /** Open tails by address, for those who share one. */
  static readonly #shared = new Map<string, OutboxTail>();
  #users = 1;
  #started: Promise<void> | undefined;

  /** The process's one tail of an address: everybody who asks gets the same one, and it closes when the last of them has closed it. */
  static shared(settings: Pick<OutboxTailSettings, 'url' | 'log'>): OutboxTail {
    const open = OutboxTail.#shared.get(settings.url);
    if (open) {
      open.#users += 1;
      return open;
    }
    const tail = new OutboxTail(settings);
    OutboxTail.#shared.set(settings.url, tail);
    return tail;
  }

  constructor(settings: OutboxTailSettings) {
    this.#settings = { pollMs: 1_000, recentMax: 10_000, ...settings };
  }

  /** Connects and finds the present end of the outbox; keeps trying in the background when the database is away. */
  start(): Promise<void> {
    this.#timer ??= setInterval(() => void this.#pull(), this.#settings.pollMs);
    return (this.#started ??= this.#pull());
  }

  /** Undefined while it has never reached the database. */
  get position(): OutboxCursor | undefined {
    return this.#position;
  }

  /** Why it is not following right now, undefined when it is. */
  get trouble(): string | undefined {
    if (this.#client && this.#lastError === undefined) return undefined;
    return this.#lastError instanceof Error ? this.#lastError.message : 'not connected yet';
  }

  /**
   * Events of one tenant from `after` (exclusive), or from now on. Ends when the tail closes or `signal` aborts.
   * Yields in batches; each batch is in order, none missed, none twice.
   */
  follow(filter: OutboxFilter, after: OutboxCursor | undefined, signal?: AbortSignal): AsyncIterableIterator<OutboxEvent[]> {
    let from = after;
    let done = false;
    let wake: (() => void) | undefined;
    const finish = () => {
      done = true;
      wake?.();
    };
    signal?.addEventListener('abort', finish, { once: true });
    const next = async (): Promise<IteratorResult<OutboxEvent[]>> => {
      while (!done && !this.#closed) {
        const position = this.#position;
        if (position) {
          // A cursor of another timeline was given out by a database that may have lost its last transactions: read an overlap again.
          if (from && from.timeline !== position.timeline)
            from = { ...from, timeline: position.timeline, xid: 0n, id: 0n, atMs: from.atMs - failoverOverlapMs };
          from ??= position;
          const { events, reached } = await this.#read(filter, from, position);
          from = reached;
          if (events.length > 0) return { done: false, value: events };
          if (isAfter(position, from)) continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (done || this.#closed || this.#position !== position) resolve();
          else this.#waiting.add(resolve);
        });
        if (wake) this.#waiting.delete(wake);
      }
      return { done: true, value: undefined };
    };
    return {
      next,
      // Acts at once: an async generator's return() would wait for the pending next() and so for one more event.
      return: async () => {
        finish();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  async close(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    if (OutboxTail.#shared.get(this.#settings.url) === this) OutboxTail.#shared.delete(this.#settings.url);
    this.#closed = true;
    clearInterval(this.#timer);
    clearTimeout(this.#pullSoon);
    clearTimeout(this.#pullHeldBack);
    this.#wakeAll();
    await this.#pulling?.catch(() => undefined);
    await this.#client?.end().catch(() => undefined);
  }

  async #read(filter: OutboxFilter, from: OutboxCursor, position: OutboxCursor): Promise<{ events: OutboxEvent[]; reached: OutboxCursor }> {
    const start = this.#recentStart;
    if (start && !isAfter(start, from)) {
      const events = this.#recent.slice(firstAfter(this.#recent, from)).filter((event) => matches(event, filter));
      return { events, reached: position };
    }
    const batch = 500;
    const client = await this.#connected();
    const found = await client.query<StoredEvent>({
      name: 'outbox_catch_up',
      text: `select id, xid::text as transaction, tenant_id, topic, entity_id, site_id, payload, created_at from outbox
        where (xid, id) > ($1::xid8, $2::bigint) and (xid, id) <= ($3::xid8, $4::bigint) and created_at >= $5
          and tenant_id = $6 and topic = any($7::text[]) and ($8::uuid is null or site_id = $8)
        order by xid, id limit ${batch}`,
      values: [
        String(from.xid),
        String(from.id),
        String(position.xid),
        String(position.id),
        new Date(from.atMs - 3_600_000),
        filter.tenantId,
        [...filter.topics],
        filter.siteId ?? null,
      ],
    });
    const overlap = from.xid === 0n ? from.atMs : -Infinity;
    const events = found.rows.map((row) => this.#event(row, position.timeline)).filter((event) => event.cursor.atMs >= overlap);
    const last = events.at(-1);
    return { events, reached: found.rows.length < batch || !last ? position : last.cursor };
  }

  /** Reads what is new; calls that come meanwhile are answered by one more round. */
  #pull(): Promise<void> {
    if (this.#pulling) {
      this.#again = true;
      return this.#pulling;
    }
    this.#pulling = this.#pullAll().finally(() => {
      this.#pulling = undefined;
      if (this.#again && !this.#closed) {
        this.#again = false;
        void this.#pull();
      }
    });
    return this.#pulling;
  }

  async #pullAll(): Promise<void> {
    try {
      const client = await this.#connected();
      for (;;) {
        const position = this.#position;
        if (!position || this.#closed) return;
        // Only transactions below the oldest running one: a later commit with a smaller number would be passed over for ever.
        const found = await client.query<StoredEvent & { settled: boolean }>({
          name: 'outbox_tail',
          text: `select id, xid::text as transaction, tenant_id, topic, entity_id, site_id, created_at, settled, case when settled then payload end as payload
            from outbox, lateral (select xid < pg_snapshot_xmin(pg_current_snapshot()) as settled) as state
            where (xid, id) > ($1::xid8, $2::bigint) and created_at >= $3
            order by xid, id limit 1000`,
          values: [String(position.xid), String(position.id), new Date(position.atMs - 3_600_000)],
        });
        this.#lastError = undefined;
        const settled = found.rows.filter((row) => row.settled);
        const isHeldBack = settled.length < found.rows.length;
        if (isHeldBack) this.#pullAgain();
        else this.#heldBackMs = 0;
        if (settled.length === 0) return;
        for (const row of settled) this.#recent.push(this.#event(row, position.timeline));
        this.#position = this.#recent.at(-1)?.cursor ?? position;
        const excess = this.#recent.length - this.#settings.recentMax;
        if (excess > 0) {
          this.#recentStart = this.#recent[excess - 1]?.cursor;
          this.#recent.splice(0, excess);
        }
        this.#wakeAll();
        if (isHeldBack) return;
      }
    } catch (error) {
      if (this.#closed) return;
      if (this.#lastError === undefined) this.#settings.log.warn({ err: error }, 'the outbox cannot be followed; trying again');
      this.#lastError = error;
      const broken = this.#client;
      this.#client = undefined;
      await broken?.end().catch(() => undefined);
    }
  }

  /** Whoever holds events back need not notify when it ends: looked for again soon, and less and less often. */
  #pullAgain(): void {
    if (this.#closed) return;
    this.#heldBackMs = Math.min(Math.max(10, this.#heldBackMs * 2), this.#settings.pollMs);
    clearTimeout(this.#pullHeldBack);
    this.#pullHeldBack = setTimeout(() => void this.#pull(), this.#heldBackMs);
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({
      connectionString: this.#settings.url,
      application_name: 'outbox tail',
      connectionTimeoutMillis: 5_000,
      query_timeout: 15_000,
    });
    client.on('error', (error) => {
      this.#lastError = error;
      if (this.#client === client) this.#client = undefined;
    });
    client.on('notification', () => {
      // Several commits within a few milliseconds are one read.
      this.#pullSoon ??= setTimeout(() => {
        this.#pullSoon = undefined;
        void this.#pull();
      }, 5);
    });
    try {
      await client.connect();
      await client.query('listen outbox');
      const found = await client.query<{ timeline: number; xmin: string; now_ms: string }>(
        `select timeline_id as timeline, pg_snapshot_xmin(pg_current_snapshot())::text as xmin, floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms from pg_control_checkpoint()`,
      );
      const state = found.rows[0];
      if (!state) throw new Error('the database did not tell its timeline');
      const fresh = { timeline: state.timeline, xid: BigInt(state.xmin) - 1n, id: 9223372036854775807n, atMs: Number(state.now_ms) };
      if (!this.#position || this.#position.timeline !== state.timeline) {
        this.#position = fresh;
        this.#recent.length = 0;
        this.#recentStart = fresh;
        this.#wakeAll();
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    return client;
  }

  #event(row: StoredEvent, timeline: number): OutboxEvent {
    return {
      cursor: { timeline, xid: BigInt(row.transaction), id: BigInt(row.id), atMs: row.created_at.getTime() },
      tenantId: row.tenant_id,
      topic: row.topic,
      entityId: row.entity_id,
      siteId: row.site_id,
      payload: row.payload,
    };
  }

  #wakeAll(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

interface StoredEvent {
  id: string;
  /** The transaction's number as text: an alias `xid` would make ORDER BY sort the text. */
  transaction: string;
  tenant_id: string;
  topic: string;
  entity_id: string;
  site_id: string | null;
  payload: unknown;
  created_at: Date;
}

function matches(event: OutboxEvent, filter: OutboxFilter): boolean {
  return (
    event.tenantId === filter.tenantId &&
    filter.topics.includes(event.topic) &&
    (filter.siteId === undefined || event.siteId === filter.siteId)
  );
}

/** Index of the first event after a cursor, by bisection. */
function firstAfter(events: readonly OutboxEvent[], cursor: OutboxCursor): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const event = events[middle];
    if (event && isAfter(event.cursor, cursor)) high = middle;
    else low = middle + 1;
  }
  return low;
}
