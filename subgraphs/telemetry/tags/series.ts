import DataLoader from 'dataloader';
import type { Curve } from '@dcmms/db/questdb/curve.ts';
import { bucketCount, bucketStart, buckets, type Resolution, type Span } from '@dcmms/db/questdb/resolution.ts';
import { badInput } from '@dcmms/runtime/refusal.ts';
import type { Context } from '../context.ts';
import type { Series, TagSeriesArgs } from '../generated/resolvers.ts';
import type { TagRow } from '../rows.ts';
import { readingsOf, seriesName } from './readings.ts';

const pointsDefault = 1_000;
const pointsMax = 10_000;
/** Points that one query may bring: some 0.3 s of this process's time. */
const pointsPerQueryMax = 250_000;
/** The interval at which readings are expected where a mapping gives none (contract §5). */
const intervalSDefault = 60;

/**
 * The readings of a tag over a span, those of all tags of one tick with equal arguments read together.
 *
 * @throws BAD_USER_INPUT when `from` is not before `to`, `maxPoints` is not from 1 to 10,000, or the span has more days than points.
 */
export function seriesOf(context: Context, tag: TagRow, args: TagSeriesArgs): Promise<Series> {
  const wish = wishOf(args);
  const expected = (wish.span.to.getTime() - wish.span.from.getTime()) / 1_000 / (tag.expectedIntervalS ?? intervalSDefault);
  // The store tells a short span as it is when it fits; a longer one only when that is asked for.
  const resolution = wish.resolution ?? (expected <= wish.points ? 'RAW' : undefined);
  const pointsPerTag = resolution && resolution !== 'RAW' ? Math.min(wish.points, bucketCount(wish.span, resolution)) : wish.points;
  const loader = context.op.once(
    `series ${JSON.stringify([wish, resolution])}`,
    () =>
      new DataLoader((tags: readonly TagRow[]) => curvesOf(context, tags, { ...wish, resolution }), {
        cacheKeyFn: ({ id }) => id,
        maxBatchSize: Math.floor(pointsPerQueryMax / pointsPerTag),
      }),
  );
  return loader.load(tag);
}

/** What is asked for, checked. */
interface Wish {
  readonly span: Span;
  readonly points: number;
  readonly resolution: Resolution | undefined;
}

function wishOf({ from, to, resolution, maxPoints }: TagSeriesArgs): Wish {
  const points = maxPoints ?? (resolution ? pointsMax : pointsDefault);
  if (points < 1 || points > pointsMax) throw badInput('`maxPoints` is a number from 1 to 10,000.');
  if (from >= to) throw badInput('`from` must come before `to`.');
  // The store's spans hold both ends, to the end of a millisecond.
  const span = { from, to: new Date(to.getTime() - 1) };
  if (bucketCount(span, 'ONE_DAY') > points) throw badInput(`From \`from\` to \`to\` there are more days than \`maxPoints\` (${points}).`);
  return { span, points, resolution: resolution ?? undefined };
}

async function curvesOf({ op, readings }: Context, tags: readonly TagRow[], { span, points, resolution }: Wish): Promise<Series[]> {
  const request = { ...span, resolution, pointsMax: points };
  const curves = await readingsOf(readings, tags, (reader) => reader.curves(tags.map(seriesName), request, op.signal));
  return curves.map((curve) => withGaps(curve, span));
}

/** A bucket for every interval of the span: one without readings has no values, and is BAD, as a reading without a value is. */
function withGaps(curve: Curve, span: Span): Series {
  const { resolution } = curve;
  if (resolution === 'RAW') return curve;
  const first = bucketStart(span.from, resolution).getTime();
  const { lengthMs } = buckets[resolution];
  const places = new Map(curve.timestamps.map((start, place) => [start.getTime(), place]));
  const starts = Array.from({ length: bucketCount(span, resolution) }, (_, index) => first + index * lengthMs);
  const lay = <Value>(values: readonly Value[], gap: Value) => starts.map((start) => values[places.get(start) ?? -1] ?? gap);
  return {
    resolution,
    timestamps: starts.map((start) => new Date(start)),
    values: lay(curve.values, null),
    min: lay(curve.min, null),
    max: lay(curve.max, null),
    good: lay(curve.good, 0),
    count: lay(curve.count, 0),
    qualities: lay(curve.qualities, 'BAD'),
  };
}
