import { randomFillSync } from 'node:crypto';

const pool = new Uint8Array(1024);
let used = pool.length;
let lastMs = 0;
let counter = 0;

/**
 * A UUIDv7 (RFC 9562, 5.7) in canonical text. Rows made in one process in one millisecond keep their order: the 12 bits after
 * the version count up.
 *
 * @param ms Epoch milliseconds to put into the id, for rows that belong to another time (seeds, imports); now by default.
 */
export function uuidv7(ms?: number): string {
  let time = ms ?? Date.now();
  let sequence: number;
  if (ms === undefined) {
    if (time <= lastMs) {
      time = lastMs;
      counter += 1;
      if (counter > 0xfff) {
        lastMs += 1;
        time = lastMs;
        counter = 0;
      }
    } else {
      lastMs = time;
      counter = 0;
    }
    sequence = counter;
  } else {
    sequence = ((randomByte() << 8) | randomByte()) & 0xfff;
  }
  const hex = time.toString(16).padStart(12, '0');
  const variant = 0x80 | (randomByte() & 0x3f);
  let tail = '';
  for (let index = 0; index < 7; index += 1) tail += byteText(randomByte());
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${sequence.toString(16).padStart(3, '0')}-${byteText(variant)}${tail.slice(0, 2)}-${tail.slice(2)}`;
}

/** The smallest UUIDv7 of an instant: every id made at it or later is not smaller. Lets a time bound prune partitions of ids. */
export function uuidv7Floor(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID as PostgreSQL and QuestDB take it from us. */
export function isUuid(text: string): boolean {
  return canonical.test(text);
}

function byteText(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function randomByte(): number {
  if (used >= pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte;
}
