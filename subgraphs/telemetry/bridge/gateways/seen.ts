import type { Database } from '@dcmms/runtime/database/database.ts';
import { isUnavailable } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { sql } from 'drizzle-orm';
import { rowsOf } from '../database.ts';
import type { GatewayIdentity } from '../front/accept.ts';

/** How much one message moves the measured skew. */
const weight = 0.1;
/** Beyond that it is a recording that is played or a backlog that is sent, not a clock that is wrong. */
const skewMsMax = 3_600_000;
const writeEveryMs = 10_000;

interface Sight {
  readonly gateway: GatewayIdentity;
  lastSeenMs: number;
  skewMs: number | undefined;
  connections: number;
  changed: boolean;
}

/**
 * What is seen of each gateway: when it last sent, how far its clock is off, whether it is connected. Written at most every ten
 * seconds in one statement per tenant, outside the audit; lost without harm when the database is away.
 */
export class Sightings {
  readonly #database: Database;
  readonly #log: Log;
  readonly #sights = new Map<string, Sight>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.write(), writeEveryMs);
  }

  /** Says that all are offline: nobody is connected to a listener that ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const sight of this.#sights.values()) {
      sight.changed ||= sight.connections > 0;
      sight.connections = 0;
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

  /** @param lagMs Arrival less the time that the message names. */
  sent(gateway: GatewayIdentity, arrivedMs: number, lagMs: number | undefined): void {
    const sight = this.#sight(gateway);
    sight.lastSeenMs = arrivedMs;
    if (lagMs === undefined || Math.abs(lagMs) > skewMsMax) return;
    sight.skewMs = sight.skewMs === undefined ? lagMs : sight.skewMs + weight * (lagMs - sight.skewMs);
  }

  write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeAll());
    return this.#writing;
  }

  #sight(gateway: GatewayIdentity): Sight {
    const sight = this.#sights.get(gateway.gatewayId) ?? { gateway, lastSeenMs: 0, skewMs: undefined, connections: 0, changed: false };
    this.#sights.set(gateway.gatewayId, sight);
    sight.changed = true;
    return sight;
  }

  async #writeAll(): Promise<void> {
    const changed = [...this.#sights.values()].filter((sight) => sight.changed);
    for (const [tenantId, sights] of Map.groupBy(changed, ({ gateway }) => gateway.tenantId)) {
      for (const sight of sights) sight.changed = false;
      try {
        await rowsOf(this.#database, tenantId).execute(sql`/* bridge_gateways_seen */ update gateways set
            status = seen.status, last_seen_at = greatest(gateways.last_seen_at, seen.at), clock_skew_ms = coalesce(seen.skew, gateways.clock_skew_ms)
          from unnest(
            ${sql.param(sights.map(({ gateway }) => gateway.gatewayId))}::uuid[],
            ${sql.param(sights.map(({ connections }) => (connections > 0 ? 'online' : 'offline')))}::text[],
            ${sql.param(sights.map(({ lastSeenMs }) => (lastSeenMs === 0 ? null : new Date(lastSeenMs).toISOString())))}::timestamptz[],
            ${sql.param(sights.map(({ skewMs }) => (skewMs === undefined ? null : Math.round(skewMs))))}::int[]
          ) as seen(id, status, at, skew)
          where gateways.id = seen.id`);
      } catch (error) {
        for (const sight of sights) sight.changed = true;
        // While the database is away there is nothing to say every ten seconds; `/ready` says it.
        if (!isUnavailable(error)) this.#log.warn({ err: error }, 'what was seen of gateways cannot be written');
      }
    }
  }
}
