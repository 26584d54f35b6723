import { crc32 } from 'node:zlib';

/** What a record holds, so that a consumer can pass over what is not for it without reading it. */
export const READINGS = 1;
export const DEAD_LETTERS = 2;

export type RecordKind = typeof READINGS | typeof DEAD_LETTERS;

export interface JournalRecord {
  /** Its number in the journal: dense, growing, and greater than any of an earlier journal of this installation. */
  readonly position: number;
  readonly kind: RecordKind;
  readonly payload: Buffer;
}

/** Length of the payload, checksum of kind and payload, kind. */
export const frameBytes = 9;

/** Larger than any batch: 4 MiB of JSON hold at most 100,000 points of some 80 bytes. A greater length is a torn or foreign frame. */
export const payloadBytesMax = 64 * 1024 * 1024;

/** Puts a record at `offset` of `target`; returns the offset behind it. */
export function writeFrame(target: Buffer, offset: number, kind: RecordKind, payload: Buffer): number {
  target.writeUInt32LE(payload.length, offset);
  target.writeUInt8(kind, offset + 8);
  payload.copy(target, offset + frameBytes);
  const end = offset + frameBytes + payload.length;
  target.writeUInt32LE(crc32(target.subarray(offset + 8, end)), offset + 4);
  return end;
}

export type Frame =
  | { readonly state: 'whole'; readonly kind: RecordKind; readonly payload: Buffer; readonly end: number }
  /** More bytes are needed, `bytes` in all from the frame's start. */
  | { readonly state: 'short'; readonly bytes: number }
  | { readonly state: 'broken' };

/** Reads the frame at `offset`. The payload is a view of `source`. */
export function readFrame(source: Buffer, offset: number): Frame {
  if (source.length - offset < frameBytes) return { state: 'short', bytes: frameBytes };
  const length = source.readUInt32LE(offset);
  const kind = source.readUInt8(offset + 8);
  // A run of zeros (blocks that were allocated and never written) has a valid checksum of nothing, but no valid kind.
  if (length > payloadBytesMax || (kind !== READINGS && kind !== DEAD_LETTERS)) return { state: 'broken' };
  const end = offset + frameBytes + length;
  if (end > source.length) return { state: 'short', bytes: frameBytes + length };
  if (crc32(source.subarray(offset + 8, end)) !== source.readUInt32LE(offset + 4)) return { state: 'broken' };
  return { state: 'whole', kind, payload: source.subarray(offset + frameBytes, end), end };
}
