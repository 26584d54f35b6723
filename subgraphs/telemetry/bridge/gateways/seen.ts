import type { Database } from '@dcmms/runtime/database/database.ts';
import { isUnavailable } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { sql } from 'drizzle-orm';
import { rowsOf } from '../database.ts';
import type { GatewayIdentity } from '../front/accept.ts';
import { loadTenants } from '../mappings/load.ts';

/** How much one message moves the measured skew. */
const weight = 0.1;
/** Beyond that it is a recording that is played or a backlog that is sent, not a clock that is wrong. */
const skewMsMax = 3_600_000;
const writeEveryMs = 10_000;
/** Spans of `writeEveryMs` that the rate is taken over: one minute. */
const spans = 6;

interface Sight {
  readonly gateway: GatewayIdentity;
  lastSeenMs: number;
  skewMs: number | undefined;
  connections: number;
  /** Readings by span of time, the present one last; fewer than all while it is not known for a minute yet. */
  readonly readings: number[];
  /** Readings a second over the last minute, or over the shorter time that it is known for. */
  rate: number;
  changed: boolean;
}

/**
 * What is seen of each gateway: when it last sent, how much, how far its clock is off, whether it is there. Written at most every
 * ten seconds in one statement per tenant, outside the audit; lost without harm when the database is away.
 *
 * A gateway is online while a connection of it is open or, one that sends by way of an external broker, while it has sent within
 * the last minute.
 */
export class Sightings {
  readonly #database: Database;
  readonly #log: Log;
  readonly #sights = new Map<string, Sight>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** Whether the database still says what a process before this one saw. */
  #inherits = false;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  /** From here on it writes; first that none is online, which a process that was killed could not say. */
  start(): void {
    this.#inherits = true;
    this.#timer = setInterval(() => void this.tick(), writeEveryMs);
  }

  /** Another ten seconds are over: what was sent more than a minute ago counts no longer, and what has changed is written. */
  tick(): Promise<void> {
    for (const sight of this.#sights.values()) {
      const sum = sight.readings.reduce((total, count) => total + count, 0);
      const rate = Math.round((sum / ((sight.readings.length * writeEveryMs) / 1_000)) * 100) / 100;
      // One that fell silent is written until its rate is 0.
      sight.changed ||= rate !== sight.rate;
      sight.rate = rate;
      if (sight.readings.push(0) > spans) sight.readings.shift();
    }
    return this.write();
  }

  /** Says that all are offline: nobody is connected to a listener that ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const sight of this.#sights.values()) {
      sight.changed ||= isOnline(sight);
      sight.connections = 0;
      sight.readings.fill(0);
      sight.rate = 0;
    }
    await this.write();
  }

  connected(gateway: GatewayIdentity): void {
    const sight = this.#sight(gateway);
    sight.connections += 1;
    sight.lastSeenMs = Date.now();
  }

  disconnected(gateway: GatewayIdentity): void {
    const sight = this.#sight(gateway);
    sight.connections = Math.max(0, sight.connections - 1);
  }

  /**
   * @param lagMs Arrival less the time that the message names.
   * @param readings How many of its points could be read and placed.
   */
  sent(gateway: GatewayIdentity, arrivedMs: number, lagMs: number | undefined, readings: number): void {
    const sight = this.#sight(gateway);
    sight.lastSeenMs = arrivedMs;
    sight.readings.push((sight.readings.pop() ?? 0) + readings);
    if (lagMs === undefined || Math.abs(lagMs) > skewMsMax) return;
    sight.skewMs = sight.skewMs === undefined ? lagMs : sight.skewMs + weight * (lagMs - sight.skewMs);
  }

  write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeAll());
    return this.#writing;
  }

  #sight(gateway: GatewayIdentity): Sight {
    const known = this.#sights.get(gateway.gatewayId);
    const sight = known ?? { gateway, lastSeenMs: 0, skewMs: undefined, connections: 0, readings: [0], rate: 0, changed: false };
    this.#sights.set(gateway.gatewayId, sight);
    sight.changed = true;
    return sight;
  }

  /** Of a process that was killed, the database still says that its gateways are online. */
  async #disown(): Promise<void> {
    for (const tenantId of await loadTenants(this.#database)) {
      await rowsOf(this.#database, tenantId).execute(
        sql`/* bridge_gateways_unseen */ update gateways set status = 'offline', readings_per_s = 0 where status <> 'offline'`,
      );
    }
    for (const sight of this.#sights.values()) sight.changed = true;
    this.#inherits = false;
  }

  async #writeAll(): Promise<void> {
    if (this.#inherits) await this.#disown().catch((error: unknown) => this.#complain(error));
    const changed = [...this.#sights.values()].filter((sight) => sight.changed);
    for (const [tenantId, sights] of Map.groupBy(changed, ({ gateway }) => gateway.tenantId)) {
      for (const sight of sights) sight.changed = false;
      try {
        await rowsOf(this.#database, tenantId).execute(sql`/* bridge_gateways_seen */ update gateways set
            status = seen.status, last_seen_at = greatest(gateways.last_seen_at, seen.at), readings_per_s = seen.rate,
            clock_skew_ms = coalesce(seen.skew, gateways.clock_skew_ms)
          from unnest(
            ${sql.param(sights.map(({ gateway }) => gateway.gatewayId))}::uuid[],
            ${sql.param(sights.map((sight) => (isOnline(sight) ? 'online' : 'offline')))}::text[],
            ${sql.param(sights.map(({ lastSeenMs }) => (lastSeenMs === 0 ? null : new Date(lastSeenMs).toISOString())))}::timestamptz[],
            ${sql.param(sights.map(({ skewMs }) => (skewMs === undefined ? null : Math.round(skewMs))))}::int[],
            ${sql.param(sights.map(({ rate }) => rate))}::float8[]
          ) as seen(id, status, at, skew, rate)
          where gateways.id = seen.id`);
      } catch (error) {
        for (const sight of sights) sight.changed = true;
        this.#complain(error);
      }
    }
  }

  #complain(error: unknown): void {
    // While the database is away there is nothing to say every ten seconds; `/ready` says it.
    if (!isUnavailable(error)) this.#log.warn({ err: error }, 'what was seen of gateways cannot be written');
  }
}

function isOnline({ connections, rate, readings }: Sight): boolean {
  return connections > 0 || rate > 0 || readings.some((count) => count > 0);
}
