import type { Resolution, TrendSeriesQuery } from '../../gql/graphql.ts';
import type { ChartSeries, Span } from '../chart/series.ts';
import { ask, AskError } from './ask.ts';
import { trendSeries } from './documents.ts';

/** What is known of a tag before its readings are. */
export interface TagFacts {
  readonly id: string;
  readonly name: string;
  readonly unit: string | null;
  readonly expectedIntervalS: number | null;
}

export interface ReadSeries extends ChartSeries {
  readonly resolution: Resolution;
}

/** `auto`: the finest that a screen can show. */
export type WantedResolution = 'auto' | Resolution;

const pointsOfScreen = 1_000;
/** The graph's most for one answer. */
const pointsPerAnswerMax = 10_000;
/** Readings that a chart is drawn of within the time that a hand notices. */
export const rawPointsMax = 100_000;
/** Where a mapping gives none (contract §5). */
const intervalSDefault = 60;
/** Gateways are late and early: a window of this share of the most leaves room. */
const windowShare = 0.8;

/**
 * The readings of a tag over a span. Of every reading (`RAW`) of a long span several answers make one series; more readings than
 * can be drawn are refused.
 *
 * @param share how many tags share the chart
 * @throws AskError, TOO_MANY when there are more raw readings than can be drawn, NOT_FOUND when the tag is out of reach
 */
export async function readSeries(
  tag: TagFacts,
  span: Span,
  { wanted, share, signal }: { readonly wanted: WantedResolution; readonly share: number; readonly signal: AbortSignal },
): Promise<ReadSeries> {
  const answers: Series[] = [];
  for (const window of windowsOf(tag, span, wanted, share)) {
    const data = await ask(
      trendSeries,
      {
        id: tag.id,
        from: new Date(window.from).toISOString(),
        to: new Date(window.to).toISOString(),
        resolution: wanted === 'auto' ? null : wanted,
        maxPoints: wanted === 'auto' ? pointsOfScreen : pointsPerAnswerMax,
      },
      signal,
    );
    if (!data.tag) throw new AskError('NOT_FOUND');
    answers.push(data.tag.series);
  }
  return seriesOf(tag, answers);
}

/** The pieces in which a span is read. */
export function windowsOf(tag: TagFacts, span: Span, wanted: WantedResolution, share: number): Span[] {
  if (wanted !== 'RAW') return [span];
  const expected = (span.to - span.from) / 1_000 / (tag.expectedIntervalS ?? intervalSDefault);
  if (expected * share > rawPointsMax) throw new AskError('TOO_MANY');
  const count = Math.max(1, Math.ceil(expected / (pointsPerAnswerMax * windowShare)));
  const size = Math.ceil((span.to - span.from) / count);
  return Array.from({ length: count }, (_, place) => ({
    from: span.from + place * size,
    to: Math.min(span.to, span.from + (place + 1) * size),
  }));
}

type Series = NonNullable<TrendSeriesQuery['tag']>['series'];

function seriesOf({ id, name, unit, expectedIntervalS }: TagFacts, answers: readonly Series[]): ReadSeries {
  const resolution = answers[0]?.resolution ?? 'RAW';
  const raw = resolution === 'RAW';
  const own = {
    tagId: id,
    name,
    unit,
    resolution,
    timestamps: answers.flatMap(({ timestamps }) => timestamps.map((at) => Date.parse(at))),
    values: answers.flatMap(({ values }) => values),
    qualities: answers.flatMap(({ qualities }) => qualities),
  };
  if (raw) return { ...own, intervalMs: (expectedIntervalS ?? intervalSDefault) * 1_000 };
  const counts = answers.flatMap(({ count }) => count);
  return { ...own, counts, min: answers.flatMap(({ min }) => min), max: answers.flatMap(({ max }) => max) };
}
