import { createHash } from 'node:crypto';

/** Instant in the ids of rows that have no time of their own (roles, permissions, the demo fleet): they sort before anything made later. */
export const fixedIdEpochMs = Date.UTC(2025, 0, 1);

/**
 * A UUIDv7-shaped id (RFC 9562, 5.7) that is the same on every machine: its time is given, its 74 free bits are the first of
 * SHA-256 over the name. So a script may rely on the ids of roles, permissions and the demo fleet, and rows of the past land in
 * the partition of their year or month.
 *
 * @param name What the row is, path-like and unique over all kinds: `role:plant_manager`, `site:helios/CESTAS`.
 * @param ms Epoch milliseconds the row belongs to.
 */
export function fixedId(name: string, ms = fixedIdEpochMs): string {
  const digest = createHash('sha256').update(name).digest();
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(ms, 0, 6);
  digest.copy(bytes, 6, 0, 10);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
