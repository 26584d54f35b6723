import { formatNumber, formatTime } from '../../time/format.ts';
import type { useWords } from '../../words/index.ts';
import type { ChartSeries, Span } from './series.ts';

type Say = ReturnType<typeof useWords<'trends'>>;

/** What is shown of a series in one sentence, for whoever does not see the chart. */
export function summaryOf(
  series: ChartSeries,
  { span, zone, language, say }: { readonly span: Span; readonly zone: string; readonly language: string; readonly say: Say },
): string {
  const facts = factsOf(series, span);
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

/** Last, smallest and largest of a series within a span; null when it has no reading there. */
export function factsOf(
  { timestamps, values, min, max }: ChartSeries,
  { from, to }: Span,
): { last: number; at: number; min: number; max: number } | null {
  let last: number | null = null;
  let at = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  values.forEach((value, place) => {
    const time = timestamps[place] ?? Number.NaN;
    if (value === null || !(time >= from && time <= to)) return;
    last = value;
    at = time;
    low = Math.min(low, min?.[place] ?? value);
    high = Math.max(high, max?.[place] ?? value);
  });
  return last === null ? null : { last, at, min: low, max: high };
}
