import { z } from 'zod';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import type { DeadLetterReason } from '../parse/sink.ts';

/**
 * What could not be read or placed, as it waits in the journal: everything of one reason, topic and gateway within one minute is
 * one letter, told again with a higher count each time one more comes. The count is the sum so far and the id stays, so that a
 * letter read twice changes nothing.
 */
export interface Letter {
  readonly id: string;
  readonly tenantId: string;
  readonly siteId: string | null;
  readonly gatewayId: string | null;
  readonly topic: string;
  readonly reason: DeadLetterReason;
  /** What was wrong with the sample, in words. */
  readonly error: string;
  readonly receivedAtMs: number;
  readonly count: number;
  /** What was sent, base64, cut at 64 KiB; with the first of its letter only. */
  readonly sample?: string | undefined;
}

/** Of what was sent, this much is kept (telemetry reference, 3.5). */
export const sampleBytesMax = 64 * 1024;

/** Topics of one gateway that have letters of their own within a minute; those of a gateway gone wild are counted together. */
const topicsMax = 20;
const otherTopics = '(other topics)';

export interface Sender {
  readonly tenantId: string;
  readonly siteId: string | null;
  readonly gatewayId: string | null;
}

/** Sums up what could not be read or placed, so that a gateway gone wild fills neither the journal nor the table. */
export class LetterBook {
  #minute = 0;
  readonly #letters = new Map<string, { letter: Letter; count: number }>();
  readonly #topics = new Map<string, Set<string>>();

  /**
   * Counts something in.
   *
   * @param sample What was sent; asked for only when it is kept.
   * @returns The letter to write, with the sum so far.
   */
  add(sender: Sender, topic: string, reason: DeadLetterReason, error: string, count: number, sample: () => Buffer, nowMs: number): Letter {
    const minute = Math.floor(nowMs / 60_000);
    if (minute !== this.#minute) {
      this.#letters.clear();
      this.#topics.clear();
      this.#minute = minute;
    }
    const place = this.#placeOf(sender, topic);
    const key = JSON.stringify([reason, sender.tenantId, sender.siteId, sender.gatewayId, place]);
    const known = this.#letters.get(key);
    if (known) {
      known.count += count;
      return { ...known.letter, count: known.count };
    }
    const letter: Letter = {
      id: uuidv7(),
      ...sender,
      topic: place,
      reason,
      error: printable(error.slice(0, 500)),
      receivedAtMs: nowMs,
      count,
    };
    this.#letters.set(key, { letter, count });
    return { ...letter, sample: sample().subarray(0, sampleBytesMax).toString('base64') };
  }

  #placeOf({ tenantId, gatewayId }: Sender, topic: string): string {
    const key = `${tenantId} ${gatewayId}`;
    const topics = this.#topics.get(key) ?? new Set();
    this.#topics.set(key, topics);
    if (!topics.has(topic) && topics.size >= topicsMax) return otherTopics;
    topics.add(topic);
    // An MQTT topic may have 65,535 bytes.
    return printable(topic.slice(0, 500));
  }
}

/** PostgreSQL's text takes any character but this one, and a stranger may send it. */
function printable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd');
}

export function encodeLetters(letters: readonly Letter[]): Buffer {
  return Buffer.from(JSON.stringify(letters));
}

const lettersSchema = z.array(
  z.object({
    id: z.string(),
    tenantId: z.string(),
    siteId: z.string().nullable(),
    gatewayId: z.string().nullable(),
    topic: z.string(),
    reason: z.enum(['invalid_schema', 'unknown_tag', 'unknown_site', 'bad_timestamp', 'too_large', 'forbidden', 'processing_error']),
    error: z.string(),
    receivedAtMs: z.number(),
    count: z.number().int().min(1),
    sample: z.string().optional(),
  }),
);

export function decodeLetters(payload: Buffer): Letter[] {
  return lettersSchema.parse(JSON.parse(payload.toString('utf8')));
}
