import { qualities, type RingWindow } from '../live/ring.ts';
import { indexAfter } from './chart/align.ts';
import type { Span } from './chart/series.ts';
import type { ReadSeries } from './readings/read-series.ts';

/**
 * What a chart that follows the clock shows at `now`: what was read, what has come since, and its span, which has moved on. Readings
 * behind buckets are a series of their own: they are no means.
 *
 * @param since a tag's readings since the page follows it
 */
export function withLive(
  series: readonly ReadSeries[],
  span: Span,
  since: (tagId: string) => RingWindow,
  now: number,
): { readonly series: readonly ReadSeries[]; readonly span: Span } {
  const late = Math.max(0, now - span.to);
  return {
    series: series.flatMap((each) => {
      const tail = tailOf(each, since(each.tagId));
      if (tail.timestamps.length === 0) return [each];
      return each.resolution === 'RAW' ? [joined(each, tail)] : [each, tail];
    }),
    span: { from: span.from + late, to: span.to + late },
  };
}

/** The readings that are newer than what was read of the tag. */
function tailOf({ tagId, name, unit, timestamps }: ReadSeries, { times, values, qualities: marks }: RingWindow): ReadSeries {
  const first = indexAfter(times, timestamps.at(-1) ?? Number.NEGATIVE_INFINITY);
  return {
    tagId,
    name,
    unit,
    resolution: 'RAW',
    timestamps: [...times.subarray(first)],
    values: [...values.subarray(first)].map((value) => (Number.isNaN(value) ? null : value)),
    qualities: [...marks.subarray(first)].map((mark) => qualities[mark] ?? 'BAD'),
  };
}

function joined(series: ReadSeries, tail: ReadSeries): ReadSeries {
  return {
    ...series,
    timestamps: [...series.timestamps, ...tail.timestamps],
    values: [...series.values, ...tail.values],
    qualities: [...(series.qualities ?? []), ...(tail.qualities ?? [])],
  };
}
