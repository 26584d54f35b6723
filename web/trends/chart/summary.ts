import { formatNumber, formatTime } from '../../time/format.ts';
import type { useWords } from '../../words/index.ts';
import type { ChartSeries } from './series.ts';

type Say = ReturnType<typeof useWords<'trends'>>;

/** A series in one sentence, for whoever does not see the chart. */
export function summaryOf(
  series: ChartSeries,
  { zone, language, say }: { readonly zone: string; readonly language: string; readonly say: Say },
): string {
  const facts = factsOf(series);
  if (facts === null) return say('chart.summaryNone', { name: series.name });
  const tell = (value: number) => `${formatNumber(value, { language })} ${series.unit ?? ''}`.trim();
  return say('chart.summary', {
    name: series.name,
    last: tell(facts.last),
    time: formatTime(facts.at, { zone, language }),
    min: tell(facts.min),
    max: tell(facts.max),
  });
}

/** Last, smallest and largest of a series; null when it has no reading. */
export function factsOf({ timestamps, values, min, max }: ChartSeries): { last: number; at: number; min: number; max: number } | null {
  let last: number | null = null;
  let at = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  values.forEach((value, place) => {
    if (value === null) return;
    last = value;
    at = timestamps[place] ?? at;
    low = Math.min(low, min?.[place] ?? value);
    high = Math.max(high, max?.[place] ?? value);
  });
  return last === null ? null : { last, at, min: low, max: high };
}
