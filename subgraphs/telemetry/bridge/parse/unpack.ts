import { gunzipSync } from 'node:zlib';

/** Largest message on the wire (contract §5). */
export const wireBytesMax = 256 * 1024;
/** Largest message unpacked (contract §5). */
export const unpackedBytesMax = 4 * 1024 * 1024;

export type Unpacked =
  | { readonly kind: 'plain'; readonly bytes: Buffer }
  | { readonly kind: 'fault'; readonly reason: 'too_large' | 'invalid_schema'; readonly detail: string };

/**
 * The message as text bytes: gzip is recognised by its magic number and undone, within the bound. Synchronous on purpose:
 * at most 4 MiB, and messages of one connection must stay in order.
 */
export function unpack(payload: Buffer): Unpacked {
  if (payload.length > wireBytesMax) return { kind: 'fault', reason: 'too_large', detail: `more than ${wireBytesMax} bytes on the wire` };
  if (payload[0] !== 0x1f || payload[1] !== 0x8b) return { kind: 'plain', bytes: payload };
  try {
    return { kind: 'plain', bytes: gunzipSync(payload, { maxOutputLength: unpackedBytesMax }) };
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      return { kind: 'fault', reason: 'too_large', detail: `more than ${unpackedBytesMax} bytes unpacked` };
    }
    return {
      kind: 'fault',
      reason: 'invalid_schema',
      detail: `not readable as gzip: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
