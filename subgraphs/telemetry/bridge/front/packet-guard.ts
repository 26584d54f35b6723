import { wireBytesMax } from '../parse/unpack.ts';

/** A PUBLISH with the longest topic and the largest payload that is allowed; anything longer is cut to one byte more. */
const publishBytesMax = wireBytesMax + 2 + 65_535 + 2;
const cutBytes = publishBytesMax + 1;
/** CONNECT and SUBSCRIBE of anybody who means well are far below. */
const otherBytesMax = 64 * 1024;

const PUBLISH = 3;

/**
 * Looks at the frames of an MQTT stream before the broker's parser does, which knows no largest packet and would hold up to 256 MiB
 * of whoever connects. A PUBLISH that is too long is cut: its payload stays above the limit, so that it becomes a dead letter
 * like any other, and the rest is dropped as it arrives. Another packet that is too long ends the connection.
 */
export class PacketGuard {
  /** Bytes of the present packet that pass, and after them those that do not. */
  #pass = 0;
  #drop = 0;
  /** The beginning of a fixed header that goes on in the next chunk. */
  #header: Buffer | undefined;

  /**
   * @returns What of a chunk goes on to the parser; the chunk itself in all but odd cases.
   * @throws When the stream is no MQTT or a packet other than PUBLISH is too long.
   */
  filter(chunk: Buffer): Buffer {
    const source = this.#header ? Buffer.concat([this.#header, chunk]) : chunk;
    this.#header = undefined;
    const parts: Buffer[] = [];
    let from = 0;
    let at = 0;
    while (at < source.length) {
      if (this.#pass > 0) {
        const bytes = Math.min(this.#pass, source.length - at);
        this.#pass -= bytes;
        at += bytes;
        continue;
      }
      if (this.#drop > 0) {
        if (at > from) parts.push(source.subarray(from, at));
        const bytes = Math.min(this.#drop, source.length - at);
        this.#drop -= bytes;
        at += bytes;
        from = at;
        continue;
      }
      const header = readHeader(source, at);
      if (header === undefined) {
        if (at > from) parts.push(source.subarray(from, at));
        this.#header = source.subarray(at);
        from = source.length;
        break;
      }
      const isPublish = header.type === PUBLISH;
      if (!isPublish && header.length > otherBytesMax) throw new Error(`an MQTT packet of type ${header.type} with ${header.length} bytes`);
      if (isPublish && header.length > publishBytesMax) {
        if (at > from) parts.push(source.subarray(from, at));
        parts.push(cutHeader(source[at] ?? 0));
        at += header.bytes;
        from = at;
        this.#pass = cutBytes;
        this.#drop = header.length - cutBytes;
      } else {
        at += header.bytes;
        this.#pass = header.length;
      }
    }
    if (from === 0 && at === source.length) return source;
    if (at > from) parts.push(source.subarray(from, at));
    return parts.length === 1 ? (parts[0] ?? source) : Buffer.concat(parts);
  }
}

/** Type and remaining length at `at` (MQTT 3.1.1, 2.2); undefined when more bytes are needed. */
function readHeader(source: Buffer, at: number): { type: number; length: number; bytes: number } | undefined {
  let length = 0;
  for (let index = 1; index <= 4; index += 1) {
    const byte = source[at + index];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 128 ** (index - 1);
    if (byte < 0x80) return { type: (source[at] ?? 0) >> 4, length, bytes: index + 1 };
  }
  throw new Error('no MQTT: a remaining length of more than four bytes');
}

function cutHeader(first: number): Buffer {
  const bytes = [first];
  for (let rest = cutBytes; rest > 0; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
  return Buffer.from(bytes);
}
