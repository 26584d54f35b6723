/** How finely a series is told: every reading, or buckets of one length. The names are the graph's. */
export type Resolution = 'RAW' | BucketResolution;
export type BucketResolution = 'ONE_MINUTE' | 'FIVE_MINUTES' | 'FIFTEEN_MINUTES' | 'ONE_HOUR' | 'ONE_DAY';

/** Buckets start at whole multiples of their length in UTC. `interval` is QuestDB's word; it takes none as a parameter. */
export const buckets: Readonly<Record<BucketResolution, { readonly interval: string; readonly lengthMs: number }>> = {
  ONE_MINUTE: { interval: '1m', lengthMs: 60_000 },
  FIVE_MINUTES: { interval: '5m', lengthMs: 300_000 },
  FIFTEEN_MINUTES: { interval: '15m', lengthMs: 900_000 },
  ONE_HOUR: { interval: '1h', lengthMs: 3_600_000 },
  ONE_DAY: { interval: '1d', lengthMs: 86_400_000 },
};

/** Finest first. */
export const bucketResolutions: readonly BucketResolution[] = ['ONE_MINUTE', 'FIVE_MINUTES', 'FIFTEEN_MINUTES', 'ONE_HOUR', 'ONE_DAY'];

/** A span of time with both ends in it, the last millisecond to its end. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** The start of the bucket that an instant falls into. */
export function bucketStart(at: Date, resolution: BucketResolution): Date {
  const { lengthMs } = buckets[resolution];
  return new Date(Math.floor(at.getTime() / lengthMs) * lengthMs);
}

/** How many buckets a span touches. */
export function bucketCount(span: Span, resolution: BucketResolution): number {
  return (bucketStart(span.to, resolution).getTime() - bucketStart(span.from, resolution).getTime()) / buckets[resolution].lengthMs + 1;
}

/** The finest buckets, no finer than `finest`, of which a span has at most `pointsMax`; days when none are coarse enough. */
export function fittingResolution(span: Span, pointsMax: number, finest: BucketResolution = 'ONE_MINUTE'): BucketResolution {
  const candidates = bucketResolutions.slice(bucketResolutions.indexOf(finest));
  return candidates.find((resolution) => bucketCount(span, resolution) <= pointsMax) ?? 'ONE_DAY';
}
