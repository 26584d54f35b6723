/** A reading as the bridge heard it just now. */
export interface LiveReading {
  readonly tagId: string;
  readonly timestamp: Date;
  /** Null when the gateway sent none. */
  readonly value: number | null;
  readonly quality: 'GOOD' | 'BAD' | 'UNCERTAIN';
}

/**
 * Reads a message of live values: `{ tagIds, timestamps, values, qualities }`, parallel arrays as JSON, timestamps in epoch
 * milliseconds. What does not fit is left out: a bridge of another version must not end a subscription.
 */
export function* readFrame(payload: Uint8Array): Generator<LiveReading> {
  const { tagIds, timestamps, values, qualities } = parse(payload);
  if (!Array.isArray(tagIds) || !Array.isArray(timestamps) || !Array.isArray(values) || !Array.isArray(qualities)) return;
  for (const [index, tagId] of tagIds.entries()) {
    const [timestamp, value, quality]: unknown[] = [timestamps[index], values[index], qualities[index]];
    if (typeof tagId !== 'string' || typeof timestamp !== 'number' || !isQuality(quality)) continue;
    yield { tagId, timestamp: new Date(timestamp), value: typeof value === 'number' ? value : null, quality };
  }
}

function parse(payload: Uint8Array): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(new TextDecoder().decode(payload));
    return typeof content === 'object' && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}

function isQuality(value: unknown): value is LiveReading['quality'] {
  return value === 'GOOD' || value === 'BAD' || value === 'UNCERTAIN';
}
