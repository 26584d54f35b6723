import { open, readdir, truncate, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { frameBytes, readFrame } from './record.ts';

/** One file of the journal: records from position `first` on, `records` of them in `bytes`, all of them durable. */
export interface Segment {
  readonly path: string;
  readonly first: number;
  records: number;
  bytes: number;
}

const named = /^(\d{16})\.segment$/;

export function segmentPath(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(16, '0')}.segment`);
}

/**
 * The segments that a folder holds, oldest first. All but the last were closed whole, so only the last is read through: what a
 * crash left unfinished at its end was never acknowledged and is cut off.
 *
 * @returns With the number of bytes that were cut.
 */
export async function recoverSegments(folder: string): Promise<{ segments: Segment[]; cutBytes: number }> {
  const firsts = (await readdir(folder)).flatMap((name) => named.exec(name)?.[1] ?? []).map(Number);
  firsts.sort((a, b) => a - b);
  const segments: Segment[] = [];
  let cutBytes = 0;
  for (const [index, first] of firsts.entries()) {
    const path = segmentPath(folder, first);
    const next = firsts[index + 1];
    if (next !== undefined) {
      segments.push({ path, first, records: next - first, bytes: await sizeOf(path) });
      continue;
    }
    const whole = await scan(path);
    if (whole.bytes < whole.size) await truncate(path, whole.bytes);
    cutBytes += whole.size - whole.bytes;
    segments.push({ path, first, records: whole.records, bytes: whole.bytes });
  }
  // A segment without a record has the name that the next one will take.
  const empty = segments.filter((segment) => segment.records === 0);
  for (const segment of empty) await unlink(segment.path);
  return { segments: segments.filter((segment) => segment.records > 0), cutBytes };
}

/** Makes the names in a folder durable: without it, a power cut may lose a file whose contents were synced. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Reads exactly `length` bytes from `offset`; fewer only at the end of the file. */
export async function readExactly(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? bytes : bytes.subarray(0, filled);
}

async function scan(path: string): Promise<{ size: number; bytes: number; records: number }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    let chunkBytes = 4 * 1024 * 1024;
    let bytes = 0;
    let records = 0;
    for (;;) {
      const chunk = await readExactly(handle, bytes, Math.min(chunkBytes, size - bytes));
      let at = 0;
      let frame = readFrame(chunk, at);
      while (frame.state === 'whole') {
        at = frame.end;
        records += 1;
        frame = readFrame(chunk, at);
      }
      bytes += at;
      if (frame.state === 'broken' || bytes + frame.bytes > size) return { size, bytes, records };
      chunkBytes = Math.max(chunkBytes, frame.bytes, frameBytes);
    }
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
