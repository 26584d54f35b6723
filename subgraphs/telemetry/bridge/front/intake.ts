import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@dcmms/runtime/log.ts';
import { encodeLetters, type Letter, type LetterBook } from '../dead-letters/letter.ts';
import type { Sightings } from '../gateways/seen.ts';
import type { Journal } from '../journal/journal.ts';
import { DEAD_LETTERS, READINGS } from '../journal/record.ts';
import type { LiveFeed } from '../live/feed.ts';
import type { Mappings } from '../mappings/mappings.ts';
import { examine, toLetters, type Examined, type GatewayIdentity } from './accept.ts';

export interface IntakeSettings {
  readonly journal: Journal;
  readonly mappings: Mappings;
  readonly book: LetterBook;
  readonly sightings: Sightings;
  readonly live: LiveFeed;
  readonly log: Log;
}

/** Messages of one connection in their order. */
export interface Lane {
  /** The last of them is in the journal's queue. */
  appended: Promise<unknown>;
  /** The last of them is durable. */
  durable: Promise<unknown>;
}

export function newLane(): Lane {
  return { appended: Promise.resolve(), durable: Promise.resolve() };
}

/** How long a name that was found unknown is not asked for again. */
const unknownMs = 1_000;
/** Unknown names that are remembered: a gateway may make them up. */
const unknownMax = 10_000;

/** What was taken in since the start, for the metrics. */
export interface IntakeCounts {
  messages: number;
  readings: number;
  letters: number;
}

/** What every front does with a message of a gateway: the one way from the wire into the journal. */
export class Intake {
  readonly counts: IntakeCounts = { messages: 0, readings: 0, letters: 0 };
  readonly #to: IntakeSettings;
  /** Site and name to when the database last said that it is not mapped. */
  readonly #unknown = new Map<string, number>();

  constructor(settings: IntakeSettings) {
    this.#to = settings;
  }

  /**
   * Takes a message in. The promise means *durable*, all of it, readings and letters, and is what a PUBACK waits for; those of
   * one lane resolve in the order of the calls.
   */
  async take(gateway: GatewayIdentity, topic: string, payload: Buffer, lane: Lane): Promise<void> {
    // Appending keeps the lane's order; waiting for the disk does not hold up the lane.
    const appended = lane.appended.then(() => this.#append(gateway, topic, payload));
    lane.appended = appended.catch(() => undefined);
    // A message of which nothing is kept has nothing to wait for, and is answered in its turn all the same (MQTT 3.1.1, 4.6).
    const durable = Promise.all([lane.durable, appended.then((message) => message.durable)]);
    lane.durable = durable.catch(() => undefined);
    await durable;
  }

  async #append(gateway: GatewayIdentity, topic: string, payload: Buffer): Promise<{ durable: Promise<unknown> }> {
    const { journal, mappings, book, sightings, live } = this.#to;
    const arrivedMs = Date.now();
    mappings.touch(gateway.tenantId);
    let examined = this.#examine(gateway, topic, payload, arrivedMs);
    if (this.#areNews(gateway.siteId, examined.unknown, arrivedMs)) {
      // Perhaps it was mapped a moment ago: what is not known is asked for before it is called unknown.
      while (!(await mappings.refresh(gateway.tenantId, arrivedMs))) {
        // Nothing is known of the whole tenant, and nothing says that it is gone: its readings stay with the gateway until it is told.
        await delay(unknownMs, undefined, { ref: false });
        if (mappings.closed) throw new Error('the bridge ends');
      }
      examined = this.#examine(gateway, topic, payload, arrivedMs);
      if (this.#unknown.size > unknownMax) this.#unknown.clear();
      for (const name of examined.unknown) this.#unknown.set(`${gateway.siteId}/${name}`, arrivedMs);
    }
    sightings.sent(gateway, arrivedMs, examined.lagMs, examined.readings?.rows ?? 0);
    const letters = toLetters(gateway, topic, examined, book, arrivedMs);
    this.#count(examined, letters);
    const { batch, readings } = examined;
    const durable: Promise<unknown>[] = [];
    if (batch && readings) durable.push(journal.append(READINGS, batch).then(() => live.take(gateway.siteId, readings)));
    if (letters.length > 0) durable.push(journal.append(DEAD_LETTERS, encodeLetters(letters)));
    return { durable: Promise.all(durable) };
  }

  /** Whether one of the unknown names was not asked for lately: a gateway that keeps sending one must not wait every time. */
  #areNews(siteId: string, names: ReadonlySet<string>, nowMs: number): boolean {
    for (const name of names) {
      const askedMs = this.#unknown.get(`${siteId}/${name}`);
      if (askedMs === undefined || nowMs - askedMs > unknownMs) return true;
    }
    return false;
  }

  /** A fault of ours must not come back with every repetition of a message and stop its gateway for ever. */
  #examine(gateway: GatewayIdentity, topic: string, payload: Buffer, arrivedMs: number): Examined {
    try {
      return examine(gateway, topic, payload, arrivedMs, this.#to.mappings.site(gateway.siteId));
    } catch (error) {
      this.#to.log.error({ err: error, gateway: gateway.username }, 'a message could not be processed');
      const detail = error instanceof Error ? error.message : String(error);
      return {
        batch: undefined,
        readings: undefined,
        unknown: new Set(),
        lagMs: undefined,
        faults: new Map([['processing_error', { detail, count: 1, sample: () => payload }]]),
      };
    }
  }

  #count(examined: Examined, letters: readonly Letter[]): void {
    this.counts.messages += 1;
    this.counts.readings += examined.readings?.rows ?? 0;
    this.counts.letters += letters.length;
  }
}
