import { formatTime } from '../../time/format.ts';
import type { useWords } from '../../words/index.ts';
import type { Span } from './series.ts';

type Say = ReturnType<typeof useWords<'trends'>>;

const units = [
  { unit: 'days', ms: 86_400_000, least: 3 },
  { unit: 'hours', ms: 3_600_000, least: 2 },
  { unit: 'minutes', ms: 60_000, least: 1 },
] as const;
/** Days are of 23 and 25 hours too. */
const tolerance = 0.01;

/** How long the span is, where it is about a whole number of a unit; else null. */
export function lengthOf({ from, to }: Span): { readonly unit: (typeof units)[number]['unit']; readonly n: number } | null {
  const length = to - from;
  for (const { unit, ms, least } of units) {
    const n = Math.round(length / ms);
    if (n >= least && Math.abs(length - n * ms) <= length * tolerance) return { unit, n };
    // So many minutes nobody counts.
    if (length >= ms * 2 && unit === 'hours') return null;
  }
  return null;
}

/** That there is no reading, and in which time: an empty plot alone could also be one that is still being read. */
export function noReadings(
  span: Span,
  { live, zone, language, say }: { readonly live: boolean; readonly zone: string; readonly language: string; readonly say: Say },
): string {
  const tell = (at: number) => formatTime(at, { zone, language });
  if (!live) return say('chart.noneBetween', { from: tell(span.from), to: tell(span.to) });
  const length = lengthOf(span);
  return length === null ? say('chart.noneSince', { from: tell(span.from) }) : say(`chart.noneIn.${length.unit}`, { n: length.n });
}

/** Whether there is a reading at all: buckets of a time without any have a place and no value. */
export function hasReading(series: readonly { readonly values: readonly (number | null)[] }[]): boolean {
  return series.some(({ values }) => values.some((value) => value !== null));
}
